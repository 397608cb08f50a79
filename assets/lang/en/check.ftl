# What is wrong with a plan, and how to mend it: both follow the name of a feature, as "Area Kilo (id): what; mend".

check-two-places = it is in two places at once: “{ $one }” and “{ $other }” both want it for { $together } h ({ $period }), and are { $way } apart, there and back { $hours } h at { $speed }
check-two-places-mend = assign another unit to one of them, or part their periods
check-transit = it cannot get from “{ $one }” (until { $leaves }) to “{ $other }” (from { $arrives }): { $way } take { $hours } h at { $speed }, and it has { $has } h
check-first-transit = it cannot be at “{ $area }” when that begins ({ $begins }): { $way } from its own place take { $hours } h at { $speed }, and it is available from { $available }
check-transit-mend = move one of the times, or assign another unit
check-no-unit = no unit is assigned to it
check-no-unit-mend = assign a unit, or make it a reference area
check-endurance = its period lasts { $lasts } h, and its unit “{ $unit }” can stay for { $stay } h: an endurance of { $endurance } h less { $transit } h there and back
check-endurance-together = its period lasts { $lasts } h, and its units can stay for { $stay } h one after another
check-endurance-mend = shorten the period, or assign units that relieve one another
check-no-legal-basis = it has no legal basis recorded for its task
check-no-legal-basis-mend = record the resolution and paragraph, or the coastal State's law, that its task rests on
check-no-consent = it is a boarding or an inspection in the { $zone } ({ $basis }), where the flag State's consent is asked for (UNSCR 2375 (2017), para 7), and { $ground }
check-no-consent-mend = record the flag State's consent (State, answer, scope, until when), or have the task ask for it first
check-consent-none = none is recorded
check-consent-of-another = the one recorded is not the flag State's
check-consent-not-granted = the one recorded was not granted
check-consent-of-nobody = the one recorded names no State
check-consent-expires = the one recorded runs out on { $expires }, before the end

# The record of an inspection.

check-inspection = the record of the inspection lacks { $n ->
    [one] one answer
   *[other] { $n } answers
}: { $lacks }
check-inspection-mend = answer what is still open, in the inspector
inspection-title = Record of the inspection
inspection-whole = Complete
inspection-lacks = { $n ->
    [one] One answer is missing: { $lacks }
   *[other] { $n } answers are missing: { $lacks }
}
inspection-part-vessel = Vessel
inspection-part-grounds = Where and on what grounds
inspection-part-law = On what basis
inspection-part-consent = Consent of the flag State
inspection-part-after = What follows
inspection-mmsi = MMSI
inspection-imo = IMO number
inspection-name = name
inspection-call-sign = call sign
inspection-flag-claimed = flag claimed
inspection-flag-verified = flag verified
inspection-water = whose water
inspection-grounds = grounds
inspection-images = images
inspection-evidence = evidence and its hashes
inspection-resolution = resolution
inspection-paragraph = paragraph
inspection-consent-state = flag State asked
inspection-consent-asked = asked at
inspection-consent-contact = contact there
inspection-consent-by = answered by
inspection-consent-answer = answer
inspection-consent-scope = scope
inspection-consent-expires = valid until
inspection-refusal = if refused
inspection-humanitarian = humanitarian check
inspection-identity = what tells the vessel from others
inspection-unit = unit
inspection-time = time
inspection-open = still open
inspection-not-said = not said
inspection-by-flag = the flag State
inspection-by-master = the master (is not the flag State)
inspection-by-other = somebody else
inspection-granted = granted
inspection-refused = refused
inspection-take-water = Take from the chart
inspection-caution = A record says what was asked and answered. It does not make an inspection lawful, and none is begun by it.
inspection-ground = { $kind }, { $from } to { $to } (finding { $id })
inspection-finding = finding { $id }
inspection-water-words = { $zone }, { $state }, { $coast } from the coast; { $basis }

# What the plan shows of each feature by itself.

check-no-name = it has no name
check-no-name-mend = give it one
check-name-taken = another feature has the same name
check-name-taken-mend = rename one of them
check-duplicate-id = another feature has the same id { $id }
check-duplicate-id-mend = give one of them a new UUID
check-span = { $from } to { $to }
check-period = its period ends before it begins ({ $period })
check-period-mend = exchange or correct the two times
check-availability = its availability ends before it begins ({ $period })
check-on-station = a period on station ends before it begins ({ $period })
check-on-station-outside = its period on station, { $period }, is not within the time that it is available, { $available }
check-no-place = it has no usable place on the map
check-no-place-mend = draw it again, or delete it
check-wrong-geometry = its kind is { $kind }, but it is drawn as { $found }
check-wrong-geometry-mend = change its kind, or draw it again
check-sort-area = an area
check-sort-line = a line
check-sort-point = a point
check-sort-mixed = several kinds of things
check-short-ring = a ring of it has fewer than three distinct vertices
check-short-flat = its outline encloses nothing
check-short-line = a line of it has fewer than two distinct vertices
check-short-none = it has no vertices
check-short-mend = add vertices, or delete it
check-crossing = its outline crosses itself near { $place }
check-crossing-mend = move a vertex there so that the outline no longer crosses
check-off-globe = a vertex is off the globe
check-off-globe-mend = correct it, or draw it again
check-shape-none = what it was drawn as is no area: { $cause }
check-shape-none-mend = draw it again
check-shape-moved = its outline is not that of the shape it was drawn as (another program moved one of them)
check-shape-moved-mend = move a vertex to keep the outline, or edit the shape to draw it anew
check-unit-type = it does not say what craft it is
check-unit-type-mend = set its type: ship, aircraft, helicopter or drone
check-speeds = its best speed ({ $max }) is below its cruising speed ({ $cruise })
check-speeds-mend = correct one of them
check-unknown-unit = it names the unit { $id }, which is not in the plan
check-unknown-unit-mend = add the unit, or take it off the list
check-not-a-unit = it names “{ $other }” as a unit, which is a { $kind }
check-not-a-unit-mend = choose a unit instead
check-unit-not-available = its unit “{ $unit }” is available only { $available }, and its period is { $period }
check-unit-not-available-mend = change the period or assign another unit
check-overlaps = it overlaps the exclusion area “{ $other }” ({ $id })
check-overlaps-mend = move one of them, or part them in time

# The list of it in the window.

check-head = { $n ->
    [one] One thing to mend
   *[other] { $n } things to mend
}
check-head-tip = What does not fit together in the plan. A click shows each; nothing is changed by itself.
check-row-tip = Select it, and see it on the map
check-more = { $n ->
    [one] One more
   *[other] { $n } more
}
check-section = To be mended
check-mend = To mend it: { $mend }.
job-check = Checking the plan

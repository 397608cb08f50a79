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

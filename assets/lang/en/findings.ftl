## Kinds of findings

finding-encounter = possible transfer
finding-loitering = loitering
finding-gap = silent on AIS
finding-port-visit = port visit
finding-impossible-speed = impossible speed
finding-on-land = position on land
finding-circling = circling
finding-duplicate-identity = one MMSI, two ships
finding-identity-change = changed identity
finding-invalid-identity = invalid number
finding-flag-mismatch = flags differ
finding-draught-change = changed draught
finding-watchlist-match = on a watch list
finding-zone-entry = zone entered

caution-encounter = Two ships slow and close for long may be transferring cargo; they may also be towing, bunkering lawfully, fishing together or waiting for a pilot.
caution-loitering = Ships also drift to wait for orders, weather or a berth. A partner that is silent on AIS shows only so.
caution-gap = Receivers lose ships too: far from shore, in bad weather, among many others. A silence is no proof that the set was switched off.
caution-port-visit = Told by position and speed near a port of the chart, not by a port's own records.
caution-impossible-speed = One false position of a receiver looks the same as a forged one.
caution-on-land = The chart's coast is generalised, and rivers and new harbours may be missing in it.
caution-circling = A drifting or anchored ship swings too; circles that are too even are a sign of generated positions.
caution-duplicate-identity = Two ships may share a number by mistake. Which of them it belongs to is not known.
caution-identity-change = Ships are sold and renamed lawfully. What counts is when, where, and whether it was told.
caution-invalid-identity = Often only a set that was never programmed. A valid number clears nobody.
caution-flag-mismatch = A ship that changed its flag may keep its old number for a while.
caution-draught-change = Draught is typed by hand, and is often wrong or late.
caution-watchlist-match = A match is a reason to look, not a verdict. See by what it was matched, and how strongly.
caution-zone-entry = The track crosses the zone's outline as it was loaded.

suppressed-near-port = too near to a port or an anchorage
suppressed-anchorage = many ships lie here: an anchorage, by the tracks themselves
suppressed-near-shore = too near to the shore
suppressed-too-short = too short
suppressed-too-fast = too fast
suppressed-too-slow = too slow
suppressed-too-few-fixes = too few positions before it to know the ship’s habit
suppressed-usual-silence = this ship is silent for as long as a rule
suppressed-coarse-chart = the chart is too coarse there to tell
suppressed-service-craft = such craft meet for a living
suppressed-too-weak = too little speaks for it

confidence-high = strong
confidence-medium = fair
confidence-low = weak

## The list

tab-findings = Findings
findings-empty = Open vessel tracks, and what looks wrong in them is listed here: possible transfers, silences, false positions and names.
findings-hint = Name, MMSI, IMO
findings-search = Search findings
findings-search-tip = Part of a ship’s name, MMSI or IMO number
findings-filters-tip = Kinds, thresholds, and what was hidden
findings-looking = Looking for what looks wrong…
findings-looking-n = { $n } so far, looking…
findings-stopped = The search was stopped before it was done.
findings-again = Look again
findings-none-asked = Nothing fits what is asked.
findings-none = Nothing looks wrong by these thresholds; { $n } candidates are hidden by them.
findings-all-dismissed = Everything was dismissed. Filters shows it again.
findings-count = { $hidden ->
    [0] { $n } listed
   *[other] { $n } listed, { $hidden } hidden
}
findings-count-tip = { $shown } found, { $suppressed } hidden by thresholds; together they are all candidates
findings-tip = Click to see why, double-click to go there; ↑ and ↓ step through
findings-weak = Also weak ones
findings-weak-tip = Also lists what the rule itself is unsure of: a ship that lies at anchor, a partner that nobody saw
findings-in-window = Only in the time window
findings-suppressed = Also what thresholds hide
findings-suppressed-tip = Candidates that fell below a threshold, each with the reason
findings-dismissed = Also what was dismissed
findings-thresholds = Thresholds
preset-korea = Korean waters
preset-korea-tip = Transfers are reported 2 to 9.5 km from shore here: short distances, short silences
preset-gfw = Open ocean
preset-gfw-tip = As published by Global Fishing Watch: far from shore, longer
order-telling = most telling
order-time = by time
order-kind = by kind
finding-dismissed = dismissed
finding-suppressed = hidden
job-findings = Looking for what looks wrong

notice-findings-file = { $file } is a file of findings. Open the tracks they were found in, and they are found again.
notice-list = Watch list { $name }: { $n ->
    [one] { $n } entry
   *[other] { $n } entries
}, { $skipped } skipped. Vessels are compared with it now.

## One finding

finding-hidden-because = Hidden by a threshold: { $reason }
finding-confidence = How sure
finding-when = When
finding-where = Where
finding-water = Whose water
finding-vessels = Vessels
finding-vessel-tip = Open this vessel’s page
finding-plot-pair = Distance between them, and speeds
finding-plot-one = Speed
finding-plot-name = Distance and speed over time
finding-plot-read = { $time }  { $values }
finding-why = Why the program thinks so
finding-thresholds = Thresholds used
finding-id = Finding
finding-verdict = Your verdict
finding-note = Note on this finding
finding-note-hint = Note; a reason is needed to dismiss
finding-show-time = Show its time
finding-show-time-tip = Narrows the time window to two hours before and after
finding-add = Add to plan
finding-add-tip = A point in the plan with the period and the evidence
finding-hover-sure = { $level } evidence
verdict-reviewed = Reviewed
verdict-dismissed = Dismissed
verdict-why = Write in the note why it is nothing
edit-reviewed = Review finding { $id }
edit-dismissed = Dismiss finding { $id }
edit-note = Note on finding { $id }
edit-add-finding = Add { $name }

## Evidence

evidence-distance-min = closest
evidence-distance-mean = usual distance
evidence-distance = distance
evidence-hours = lasted
evidence-hours-min = at least
evidence-speed-needed = speed needed
evidence-speed-mean = mean speed
evidence-speed-median = median speed
evidence-fixes = positions
evidence-fixes-before = positions before
evidence-fixes-astray = positions astray
evidence-zone = zone
evidence-port = port
evidence-nearest-port = nearest port
evidence-shore = from shore
evidence-silence = silent for
evidence-median-interval = usual interval
evidence-radius = radius
evidence-turned = turned
evidence-misfit = misfit of the circle
evidence-depth = inland
evidence-separation = apart
evidence-switches = switches
evidence-ships = ships
evidence-list = list
evidence-list-date = list of
evidence-list-source = source
evidence-matched-by = matched by
evidence-strength = strength
evidence-listed-name = listed name
evidence-draught-before = draught before
evidence-draught-after = draught after
evidence-last-seen = last seen
evidence-silent = silent
evidence-name = name
evidence-from = from
evidence-centre = centre
evidence-stop = stopped
evidence-level = level
evidence-spread = within

## A feature

field-legal-basis = Legal basis
field-legal-basis-hint = On what ground: a resolution, consent of the flag State…
field-remarks = Remarks
field-remarks-hint = Anything else
field-name = Name
field-task = Task
field-task-hint = What is to be done here
unit-unknown-tip = This plan holds no unit with the id { $id }
unit-unknown-id = unknown unit { $id }…
unit-unknown = unknown unit
unit-show = Show { $name }
fact-area = Area
fact-perimeter = Perimeter
fact-length = Length
section-craft = Craft
section-period = Period
section-units = Units
section-place = Place
section-grounds = Grounds and remarks
section-colour = Colour
field-kind = Kind
units-tip = Ticked units are assigned here
units-none = The plan has no units yet: right-click the map and choose “Put a unit here”.
style-outline = Outline
style-outline-colour = Outline colour
style-outline-width = Outline width, points
style-fill = Fill
style-fill-colour = Fill colour
style-opacity = Opacity of the fill
style-of-kind = Colours of its kind
style-of-kind-tip = Take its own colours away
style-default = of its kind

## What is selected

key-click = Click
key-shift-click = Shift-click
key-right-click = Right-click
key-double-click = Double-click
several = { $n } things selected
several-export =
    { $n ->
        [one] Export { $n } track…
       *[other] Export { $n } tracks…
    }
nothing-selected = Nothing selected
nothing-selected-hint = Click a ship, an area or a zone on the map: what is known of it appears here, and what you may change.
nothing-click = selects what is on top
nothing-tab = goes on to what lies beneath
nothing-shift-click = selects more
nothing-right-click = says what is here
nothing-double-click = edits an area’s corners
nothing-palette = finds everything else
several-only = Select only this
several-export-tip = Write the tracks of the selected vessels to a file
zoom-to = Zoom to
zone-adopt = Adopt into the plan
zone-adopt-tip = Copy this zone into the plan, where it can be edited, saved and shared; the file stays as it is

## Period

fault-moment = a moment is written 2018-01-16 03:00 (UTC); empty is an open end
period-from-utc = From, UTC
period-to-utc = To, UTC
period-backward = It ends before it begins

## Craft

craft-not-stated = not stated
field-craft = craft
field-nation = nation
field-base = base
field-cruising = cruising speed
field-best-speed = best speed
field-endurance = endurance
field-sweep-width = sweep width
field-on-station = periods on station
field-availability = availability
craft-nation = Nation
craft-base = Base
craft-cruising = Cruising
craft-best-speed = Best speed
craft-endurance = Endurance
craft-sweep-width = Sweep width
craft-sweep-small = Sweep, small
craft-sweep-large = Sweep, large
craft-sweep-other = the same
craft-on-station-from = On station
craft-on-station-to = … until
craft-on-station-less = Take this period back
craft-on-station-more = Add a period on station
craft-on-station-tip = When it can be sent within the time that it is free. Without any, the whole of that time.
craft-type = Craft
craft-free-from = Free from
craft-free-to = Free to
fault-nation = a nation is three letters, such as KOR or USA (ISO 3166-1)

## Place

fault-length = a length with its unit: 5 nm, 9.3 km, 500 m
fault-bearing = a true bearing from 0 up to 360 degrees
place-centre = Centre
place-radius = Radius
place-sw = SW corner
place-ne = NE corner
place-inner = Inner radius
place-outer = Outer radius
place-from-bearing = From bearing
place-to-bearing = To bearing
place-half-width = Half width
place-point = Point { $n }
place-position = Position
place-vertices = { $n } vertices
place-delete-vertex = Delete vertex { $n }
place-insert-vertex = Insert a vertex after vertex { $n }
place-vertex = Vertex { $n }
place-polygon-tip = From then on each vertex can be moved by itself, and it is no longer a circle or rectangle
place-polygon = Edit as a polygon
place-none = It has no place.

## Speed over time

plot-no-speed = no speed
plot-click = click: go there
plot-name = Speed over time
plot-never = It never stated a speed
plot-one-fix = One fix alone has no course of time

## A zone

fact-source = Source
fact-crs = Reference system

## A vessel

track-first = First fix
track-last = Last fix
track-spans = Spans
track-sailed = Sailed
track-longest = Longest silence
track-silences = Silences
track-fastest = Highest SOG
track-median = Median SOG
identity-fact-name = Name
identity-flag = Flag by MMSI
identity-fact-call-sign = Call sign
identity-fact-type = Type
identity-fact-length = Length
identity-fact-draught = Draught
identity-fact-destination = Destination
vessel-word = vessel
vessel-changed =
    { $n ->
        [one] changed its identity once
       *[other] changed its identity { $n } times
    }
vessel-heading = heading { $heading }
vessel-copy = Copy { $form }
vessel-first-heard = first heard { $time }
vessel-later-changes = and { $n } later changes
identity-name = name
identity-imo = IMO
identity-call-sign = call sign
identity-type = type
identity-length = length
identity-width = width
identity-draught = draught
identity-destination = destination
vessel-wrong-imo = { $imo } (wrong check digit)
track-fixes = Fixes
track-sailed-as-heard = { $distance } as heard
track-unseen = Unseen
track-unseen-in =
    { $n ->
        [one] at least { $distance } in { $n } silence
       *[other] at least { $distance } in { $n } silences
    }
track-since = {", "}from { $time }
track-sog = SOG
track-never = never stated
track-none = none
duration-min = { $minutes } min
duration-h = { $hours } h { $minutes } min
duration-d = { $days } d { $hours } h
vessel-changed-tip = Name, numbers, type or size: see below
section-last = Last position
section-speed = Speed over time, knots
section-track = Track
track-adding = Adding up…
section-identity = Identity
section-changes = Changes of identity
vessel-zoom = Zoom to track
vessel-export = Export track…
vessel-export-tip = Write this vessel's track to a file
vessel-heard = Heard
vessel-sailing = Sailing
form-short-decimal = Decimal
form-short-ddm = Deg min
form-short-dms = Deg min s
jump-start = Start
jump-start-tip = Where the track begins
jump-end = End
jump-end-tip = Where the track ends
jump-silence = Silence
jump-silence-tip = The longest: from where it fell silent to where it was heard again
jump-fastest = Top speed
jump-fastest-tip = Where it reported its highest speed
jump-to = Jump to
place-geodesic = Edges are geodesics
place-geodesic-tip = The shortest lines between the corners, as a navigational warning means them. The file holds enough points on them to keep the area right.
law-heading = What the law asks here
section-waters = Whose water
waters-wait = Being found out…
waters-share = { $zone }, { $size }
waters-zone = Zone
waters-coast = Nearest coast
waters-port = Nearest port
waters-basis-tip = What the zones rest on. Open a file of official limits and those go before computed ones.
spill-part = {$percent} in the {$zone} of {$state}

## Whom an area would stop

section-scalpel = Whom it would stop
scalpel-no-tracks = Open vessel tracks to see whom this area would stop in its period, flagged and lawful alike.
scalpel-nobody = Nobody: no track lies inside in its period.
scalpel-stops =
    { $n ->
        [one] Stops 1 vessel
       *[other] Stops { $n } vessels
    }: { $flagged } flagged, { $lawful } lawful
scalpel-bar-tip = Of those it would stop: flagged on the left, lawful on the right. The lawful are what the area costs.
scalpel-hours-name = Hours inside
scalpel-hours = { $flagged } h flagged, { $lawful } h lawful
scalpel-precision = Precision
scalpel-precision-of = { $percent } of those stopped are flagged
scalpel-recall = Recall
scalpel-recall-of = { $n } of { $all } flagged vessels here ({ $percent })
scalpel-recall-none = no flagged vessel here in this period
scalpel-by-flag = Lawful by flag
scalpel-by-class = Lawful by type
scalpel-no-flag = unknown
scalpel-others = others { $n }
scalpel-vessel = { $name }, { $hours } h
scalpel-searching = Findings are still being looked for; more vessels may be flagged.
scalpel-flagged-are = Flagged: named in a finding of fair or strong confidence that was not dismissed, or on a watch list. A flag is a reason to look, not a verdict.
scalpel-shrink = Shrink it to the hull of the flagged traffic inside
scalpel-shorten = Shorten its period to the flagged traffic: { $from } to { $to }
scalpel-shift = Shift its period: { $from } to { $to }
scalpel-saves = Lawful vessels: { $after } instead of { $before }; their hours: { $hours_after } instead of { $hours_before }. No flagged vessel is lost.
scalpel-follow = Do it
scalpel-follow-tip = Changes the area so; one undo takes it back

## Who can meet a vessel

meet-title = Who can meet it
meet-no-units = No unit in this plan. Draw → Unit of a class sets one on the map; then this tells where and when it could meet the vessel, and what the law asks there.
meet-chart-wait = The chart is being read…
meet-goes = It goes on
meet-goes-course = on its course
meet-goes-route = along its track
meet-goes-to = to a port or place
meet-goes-to-place = to { $place }
meet-goes-tip = What is assumed of the vessel: on the course and at the speed of its last fix; along its recorded track, or its past route again; or to a place, round land
meet-place = Place
meet-place-hint = Nampo, or coordinates
meet-place-wanted = Type the port or place that it is taken to go to.
meet-place-unknown = { $place }: no place of the chart and no coordinates.
meet-units-at = Units at
meet-speed-best = best speed
meet-speed-cruise = cruising speed
meet-return = and back
meet-return-tip = A unit must be back at its base within its endurance and availability; one that names no base, at its place
meet-from = From { $time }, { $what }
meet-from-head = the play head
meet-from-last = its last fix
meet-ashore = Its course comes to land at { $time }; it is followed no further.
meet-row = { $unit } — in { $after }
meet-row-tip = Click to look at this meeting, here and on the map
meet-time = Meets
meet-where = At
meet-steer = Steer
meet-round-land = round land
meet-water = Water
meet-law = The law
meet-law-flag = Boarding asks the flag State’s consent first, recorded with who gave it; the master’s is not the flag’s.
meet-law-coastal = Here { $state } is sovereign: what is done is for it to do, or to allow.
meet-law-flag-short = flag State’s consent first
meet-law-coastal-short = { $state } is sovereign
meet-law-land = On land of { $state }.
meet-leaves = Leave by
meet-window = Possible
meet-window-until = until { $time }: { $why }
meet-latest = Latest start
meet-margin = Margin
meet-margin-unknown = endurance not stated
meet-uncertainty = Uncertainty
meet-off = { $off } off by then, if it holds its course
meet-base-unknown = Its base is not found in the chart: the way back is not counted.
meet-ended-draws-away = then the vessel draws away
meet-ended-endurance = then the unit’s endurance ends
meet-ended-availability = then the unit is no longer available
meet-ended-motion = then what is assumed of the vessel ends
meet-ended-horizon = it was looked no further
meet-ended-land = the way round land was looked at no further
meet-add = Add to plan
meet-add-tip = The unit’s way to the meeting as a route, with the unit assigned; one undo takes it back
meet-zoom = Zoom to it
meet-zoom-tip = The unit and the meeting on the map
meet-unit = The unit
meet-unit-tip = Select the unit, to see and change its figures
meet-caution = Computed on what is assumed, not predicted; no leave to board follows from it. Shift-click another vessel or unit for the closest approach.
meet-stopped = Stopped. Change what is asked, or move the play head, to compute it again.
meet-mark = { $unit } { $time }, in { $after }
meet-name = { $unit } meets { $vessel }
meet-remarks = Computed from { $asked }: meeting at { $time } if the vessel goes on { $assumed }; it may be { $off } off. A reason to look, no leave to board.
no-meeting-speed = It states no speed.
no-meeting-place = It has no place.
no-meeting-not-known = Where the vessel is then is not known.
no-meeting-not-available = Not available in the time looked at.
no-meeting-endurance = A meeting at { $time } is beyond its endurance.
no-meeting-availability = A meeting at { $time } is after it is available.
no-meeting-motion-ends = What is assumed of the vessel ends at { $time }, before a meeting.
no-meeting-too-slow = Not faster than the vessel, which does not come near enough by { $time }.
no-meeting-horizon = No meeting by { $time }, as far as was looked.
no-meeting-too-far-round = The straight way crosses land, and the way by sea takes too long.
no-meeting-no-way = The straight way crosses land, and no way by sea was found.
no-motion-yet = Its first fix is at { $time }, later than the moment asked about.
no-motion-fix = It has no fix.
no-motion-course = Neither a fix nor two of them tell its course.
no-motion-speed = Neither a fix nor two of them tell its speed.
no-motion-still = It lies still, and so goes nowhere.
no-motion-way = No way by sea was found for it to that place.

## Closest approach

approach-title = Closest approach
approach-distance = CPA
approach-time = TCPA
approach-when = { $time }, in { $after }
approach-never-both = At no moment it is known where both are.
approach-caution = From { $time } on, each vessel on its course at its speed, a unit at its place. Computed, not predicted.
approach-mark = CPA { $distance } at { $time }

## Classes of units

class-of = Class
class-take = Take the figures of…
class-take-tip = Speeds, endurance and sweep width of a class, from public sources; its nation, base and availability stay. Every figure can be changed after.
class-figures =
    { $craft }, cruises at { $cruise }, best { $best }, endurance { $hours } h
    Sweep width { $small } / { $medium } / { $large } (small / medium / large targets)
    { $source }
edit-take-figures = Take the figures of { $class } for { $name }
typical-remark = Figures of the { $class }: { $source }
target-small = under 25 m
target-medium = 25 to 100 m
target-large = over 100 m

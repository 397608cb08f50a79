## Left dock

tab-plan = Plan
tab-layers = Layers
tab-vessels = Vessels

## Layers

layers-counts =
    { $vessels ->
        [one] { $vessels } vessel
       *[other] { $vessels } vessels
    }, { $fixes ->
        [one] { $fixes } fix
       *[other] { $fixes } fixes
    }
layers-span = { $from } to { $to }
layers-read = { $n } read
layers-skipped = { $n } skipped
layers-repeated = { $n } repeated
layers-repaired = { $n } repaired
layers-zones = Zones
layers-no-zones = No zones are open. Drop a shapefile (.shp or .zip), GeoJSON or KML file on the window.
layers-open-zones = Open zones…
layers-chart = Chart
layers-silence = Silence from
layers-tracks = Tracks
layers-no-tracks = No tracks are open. Drop an AIS file (CSV, GeoJSON, shapefile; also .gz, .zst, .zip) on the window.
layers-open-tracks = Open tracks…
layers-colour-by = Colour by
layers-report = Report…
layers-export = Export…
layers-export-tip = Write the selected vessels' tracks, or all, to a file
layers-close = Close
layers-close-tip = Close all tracks; the files stay as they are
layers-close-layer = Close this layer; the file stays as it is
layers-zoom = Zoom to this layer
layers-colour = Colour of this layer
layers-list = List of zones
layers-adopt-tip = Copy the shown zones into the plan, where they can be edited and shared
list-tip = Click to select, double-click to go there
layers-any-attribute = any attribute
layers-contains = contains…
layers-silence-tip = A longer gap between two positions is dashed, not drawn as a way sailed; one of ten times the ship’s own median interval or less is none. 4 h unless you choose otherwise
hours = { $n } h
layers-show-tip = Show or hide this layer
layers-show = Show { $name }
layers-shown = { $n } of { $all } shown · { $report }
layers-adopt = Adopt { $n } into the plan
zone-nth = Zone { $n }
layers-filter = Filter { $name } by text
layers-filter-field = Attribute by which { $name } is filtered

## Plan

plan-unnamed = Unnamed { $kind }
period-from = from { $from }
period-until = until { $to }
plan-to-front = Bring to the front
plan-to-back = Send to the back
plan-order-tip = Its place in the drawing order
plan-empty = The plan is empty. Draw an area on the map, type its coordinates, or adopt zones from a file.
plan-filter = Filter the plan’s features
plan-filter-hint = Name, kind, group, task
plan-filter-tip = Lists the features whose name, kind, group, task or remarks have this text. Escape clears it.
plan-filter-count = { $n } of { $all }
plan-filter-clear = Clear the filter
plan-filter-none = No feature has this text.
plan-group = { $n ->
    [one] Group { $name }, 1 feature
   *[other] Group { $name }, { $n } features
}
plan-group-tip = Click to fold or unfold

## Timeline

timeline-tip =
    { $from } to { $to }
    Drag the handles, or what lies between them
timeline-empty = The traffic of open tracks over time appears here, with a window to narrow what the map shows.
timeline-moment = All fixes are of one moment.
timeline-all = All time
timeline-all-tip = Show all of the tracks again
timeline-window = Time window

## Player

speed-1-min = 1 min/s
speed-10-min = 10 min/s
speed-1-h = 1 h/s
speed-6-h = 6 h/s
tail-minutes = { $n } min tails
tail-hours = { $n } h tails
tail-hours-minutes = { $hours } h { $minutes } tails
player-back = One step back (,)
player-pause = Pause (Space)
player-play = Let time pass (Space)
player-on = One step on (.): as much time as passes in a second
player-speed = How fast time passes
player-follow = Follow the selected vessel (K)
tail-whole = whole tails
player-tail = How long a tail each ship draws behind it

## Status line

status-waiting = { $title }: waiting
status-rows = { $n } rows
status-rate-m = { $n } M rows/s
status-rate-k = { $n } k rows/s
status-seconds-left = { $n } s left
status-minutes-left = { $n } min left
status-more = {", "}{ $n } more
status-notices = { $errors } not done, { $warnings } to know; opens the notice log
status-no-pointer = Move the pointer over the map to read a position
status-pointer-tip = The position under the pointer; View changes how it is written
status-waters-tip = Whose water the pointer is in: computed from the chart’s shoreline, or by an official limit and its source
status-range-tip = Range and true bearing from what is selected to the pointer
cancel = Cancel
status-cancel-tip = Stop this work and give its memory back

## Vessels

vessels-to-speed = to { $speed }
vessels-fixes =
    { $n ->
        [one] { $n } fix
       *[other] { $n } fixes
    }
vessels-filters-n = Filters ({ $n })
vessels-looking-short = Looking…
vessels-all = All { $n }
vessels-of = { $n } of { $all }
vessels-empty = Vessels of the open track files are listed here.
vessels-looking = Looking through the vessels…
vessels-filters = Filters
vessels-hint = Name, MMSI, IMO or call sign
vessels-search = Search vessels
vessels-search-tip =
    Part of a name, also one given up; Korean by initial consonants too (ㅎㅇ finds 한영)
    Arrow keys go through the list, Enter zooms to the vessel
vessels-filters-tip = Type, flag, speed, length, area, time
vessels-clear = Clear
vessels-clear-tip = Clear filters and search: list all again
vessels-descending = Highest first; click for lowest first
vessels-ascending = Lowest first; click for highest first
vessels-order = In which order
vessels-none-text = No vessel has this in its name, MMSI, IMO number or call sign. Try fewer letters.
vessels-none-both = No vessel that the filters let through has this in its name, MMSI, IMO number or call sign.
vessels-none-filters = The filters let no vessel through. What a vessel never stated is within no bounds.
vessels-clear-both = Clear filters and search
vessels-clear-search = Clear the search
vessels-tip = Click to select, Ctrl-click to select more, double-click to go there

## Filters

filter-from = { $name } from
filter-to = { $name } to
filter-between = to
fault-number = a number is wanted here, such as { $example }
filter-selected = { $name } (selected)
not-stated = not stated
filter-type = Type
filter-flag = Flag
filter-named = Findings
filter-named-tip = Only vessels that findings name: those neither hidden, dismissed, routine nor unsure
filter-on-list = on a watch list
filter-in-finding = named in a finding
filter-no-flag = none
filter-speed = Top speed
filter-speed-tip = The highest speed over ground that a vessel reported
filter-length = Length
filter-length-tip = Length over all, as the vessel states it
filter-window-tip = The timeline shows all time now: narrow it, and the list follows
filter-in-window = In it within the time window
filter-heard = Heard in the time window
filter-only = Show only these on the map
filter-only-tip = The map hides the tracks of all other vessels; what is selected stays
filter-any = Any
filter-any-bound = any
filter-anywhere = Anywhere
filter-was-in = Was in
filter-no-areas = Draw an area, and the vessels that were in it are listed

## Empty window

empty-drop =
    { $n ->
        [one] Let go to open this file
       *[other] Let go to open { $n } files
    }
empty-begin = Begin
empty-drop-tip = Tracks are merged, zones become a layer, a plan takes the place of the one open
empty-here = Drop files here
empty-kinds = Vessel tracks, patrol zones, a plan or a map: each is recognised by what is in it.
empty-recent = Recent

## Colours

colour-red = Red
colour-orange = Orange
colour-amber = Amber
colour-green = Green
colour-teal = Teal
colour-cyan = Cyan
colour-blue = Blue
colour-indigo = Indigo
colour-violet = Violet
colour-pink = Pink
colour-brown = Brown
colour-grey = Grey
fault-colour = a colour is written #rgb or #rrggbb
colour-hex = Colour as #rrggbb
colour-own = Back to its own colour

## Title bar

title-read-only = read only
title-edited = edited
title-unsaved = Not saved to a file yet
title-now = The present moment in UTC, from this computer's clock
title-online = online map on
title-online-tip = Map tiles are fetched from the network; switch it off under View, Map and chart sources
title-offline = offline
title-offline-tip = Nothing is sent or fetched until you switch an online map on
title-encrypted = The plan is encrypted
title-handling = The plan’s handling marking; it stands on every picture too

## Under the pointer

zone-nth-of = Zone { $n } of { $layer }
zone-of = zone of { $layer }
hover-at = at { $time }
hover-last = last { $state }
water-computed = { $zone } (computed)
notice-close = Close; the notice log keeps it
hover-beneath = click, then Tab: { $n } more beneath

## What is here

here-select = Select { $name }
here-copy-tip = { $form }; click to copy
here-coast = nearest coast { $distance }
here-port = nearest port { $port }
here-unit-nth = Unit { $n }
here-mark-nth = Mark { $n }
here-title = What is here
here-measure = Measure from here
here-circle = Circle round here
here-centre = Centre the map here
here-put-unit = Put a unit here
here-put-class = Put a unit of a class here
here-put-mark = Put a mark here
here-copy = copy
months = Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec
day-and-month = { $day } { $month }

## The picture of the traffic

layers-picture = Picture
layers-picture-tip = What lies beneath the tracks: how many hours ships spend where, or where patrols are thin against where findings lie
picture-none = none
picture-density = traffic density
picture-enforcement = patrols against findings
picture-class = Ships
picture-all-classes = of every type
picture-in-window = only in the time window
picture-in-window-tip = Counts what happened while the window of the timeline was; else all of the tracks’ time
picture-density-title = Hours of ships per km² and month
picture-enforcement-title = Patrols against findings
picture-cover-none = findings, no unit there
picture-cover-thin = patrols thinner than findings
picture-cover-fair = patrols as findings, or more
picture-here-density = Here: { $density } ({ $hours } h)
picture-here-cover =
    Here: { $n ->
        [one] 1 finding
       *[other] { $n } findings
    }, units for { $hours } h
picture-counting = Being counted anew…

## Features

kind-interdiction-area = interdiction area
kind-patrol-zone = patrol zone
kind-exclusion-area = exclusion area
kind-measured = measured line
kind-reference-area = reference area
kind-patrol-route = patrol route
kind-barrier = barrier
kind-unit = unit
kind-point = point
kind-inspection = inspection

## Units

unit-ship = ship
unit-aircraft = aircraft
unit-helicopter = helicopter
unit-drone = drone

## Ships

ship-cargo = cargo
ship-tanker = tanker
ship-fishing = fishing
ship-passenger = passenger
ship-tug = tug
ship-pleasure = pleasure craft
ship-government = government
ship-other = other

## Waters

water-land = land
water-internal = internal waters
water-territorial = territorial sea
water-contiguous = contiguous zone
water-eez = EEZ
water-high-seas = high seas

## Coordinates

form-decimal = Decimal degrees
form-ddm = Degrees and minutes
form-dms = Degrees, minutes and seconds
form-mgrs = MGRS

## Orders

order-mmsi = MMSI
order-name = Name
order-flag = Flag
order-class = Type
order-fixes = Number of fixes
order-last-fix = Last fix
order-length = Length
order-fastest = Highest speed

## Faults of what is typed or drawn

axis-latitude = latitude
axis-longitude = longitude
coordinate-empty = no coordinates given; write for example 38°43.2′N 125°24.0′E
coordinate-unexpected = “{ $what }” has no place in coordinates; write for example 38°43.2′N 125°24.0′E
coordinate-comma = decimals are written with a point, not a comma: 38.72, 125.40
coordinate-numbers = { $n } numbers do not make a latitude and a longitude; put a comma between the two, or add N/S and E/W
coordinate-hemispheres = give one of N or S and one of E or W (found { $n })
coordinate-same-axis = both angles are a { $axis }
coordinate-sign-and-letter = “{ $what }” has both a sign and a hemisphere letter; give one of them
coordinate-inner-sign = “{ $what }” has a minus sign inside an angle
coordinate-inner-decimal = “{ $what }” has decimals and yet smaller units follow it
coordinate-sixty = { $what } is too many for minutes or seconds, which go up to 60
coordinate-order = degrees, minutes and seconds are out of order in “{ $what }”
coordinate-off-globe = { $axis } { $value } is off the globe; latitude comes first and goes to 90, longitude to 180
coordinate-mgrs = “{ $text }” is no MGRS reference: { $why }
coordinate-in-list = position { $n } (“{ $text }”): { $why }
shape-empty = it covers no area; give it a width and a height, or a radius above zero
shape-inside-out = the inner radius must be smaller than the outer one
shape-too-large = it is larger than 2,700 nm from its centre; no chart shows that as a circle
shape-over-pole = it covers a pole, which a plan file cannot say
shape-unknown = it was drawn by a newer program as something this one does not know
vertex-none = there is no such vertex; nothing was changed
vertex-too-few = too few vertices would be left; delete the whole feature instead
edit-no-such-feature = the plan has no feature { $id }
edit-already-there = the plan already has a feature { $id }

## Why rows were skipped or mended

reason-no-mmsi = no MMSI
reason-bad-mmsi = MMSI not valid
reason-no-time = no time
reason-bad-time = time not understood
reason-no-position = no position
reason-bad-position = position not understood
reason-off-globe = position off the globe
reason-outside-area = outside the area asked for
reason-outside-period = outside the period asked for
reason-static = static data without position
reason-header = header repeated
reason-line-too-long = line too long
reason-no-fix = not a position report
reason-checksum = checksum wrong
reason-no-checksum = checksum missing
reason-sentence = AIS sentence not understood
reason-no-ais = not an AIS sentence
reason-part-missing = part of a message missing
reason-cut-short = AIS message cut short
reason-base-station = base station, not a vessel
reason-span = a span of time, not a moment
reason-too-many-points = too many points in one track
reason-unread-place = a place that cannot be read
reason-undrawn-area = an area that cannot be drawn
reason-corner-order = corners out of order
reason-ring-closed = ring closed
reason-ring-turned = ring turned
reason-ring-repeated = ring repeated
reason-ring-too-short = ring too short
reason-ring-without-area = ring without area
reason-line-too-short = line too short
reason-antimeridian = cut at the antimeridian
reason-crossing-repaired = self-crossing ring repaired
reason-not-checked = outline not checked
reason-place-off-globe = place off the globe
reason-no-geometry = no usable geometry
reason-too-large = geometry too large
reason-altitude = altitude dropped

## Stages of work

stage-reading = reading
stage-reading-plan = reading the plan
stage-reading-zones = reading zones
stage-looking = looking whether it was read before
stage-sorting = sorting
stage-merging = merging
stage-preparing = preparing the map
stage-writing = writing
stage-drawing-map = drawing the map
stage-drawing-tracks = drawing tracks
stage-waters = telling whose water

## Names of the chart

named-town = town
named-port = port
named-sea = sea
named-country = country
named-island = island
named-place = place

## Disputes

dispute-both-sides = on both sides of { $line }
dispute-near = { $distance } { $side } of { $line }
side-north = north
side-east = east
side-south = south
side-west = west
side-off = off
dispute-territorial = territorial sea boundary { $pair }: computed equidistance, not agreed
dispute-eez = EEZ boundary { $pair }: computed equidistance, not agreed
basis-map = computed from the map's shoreline, not a legal baseline
basis-shoreline = computed from the { $source } shoreline, not a legal baseline
basis-none = the map has no shoreline
basis-beyond = {"; "}outside the official { $zone } that is loaded ({ $source })
basis-official = official limit: { $source }
line-nll = Northern Limit Line
line-mdl = Military Demarcation Line
line-disputed = claimed, disputed
dispute-line = the { $name } ({ $status }; source: { $source })

## Attributes, as versions and conflicts list them

attribute-kind = kind
attribute-name = name
attribute-task = task
attribute-effective-from = in force from
attribute-effective-to = in force until
attribute-legal-basis = legal basis
attribute-remarks = remarks
attribute-place = place
attribute-stroke = colour of the outline
attribute-stroke-width = width of the outline
attribute-stroke-opacity = opacity of the outline
attribute-fill = colour of the inside
attribute-fill-opacity = opacity of the inside
attribute-hidden = hidden
attribute-locked = locked
attribute-group = group
attribute-nation = nation
attribute-unit-type = type of craft
attribute-speed-cruise-kn = cruising speed (kn)
attribute-speed-max-kn = best speed (kn)
attribute-endurance-h = endurance (h)
attribute-sweep-width-nm = sweep width (nm)
attribute-sweep-small-nm = sweep width, small targets (nm)
attribute-sweep-large-nm = sweep width, large targets (nm)
attribute-on-station = on station
attribute-available-from = available from
attribute-available-to = available until
attribute-base = base
attribute-id = identifier
attribute-units = units assigned
attribute-title = title
attribute-author = author
attribute-handling = handling
attribute-feature = the feature
value-nothing = nothing
value-changed = changed
value-deleted = deleted

## Map pictures

picture-plan = THE PLAN
picture-key = ON THE MAP
picture-no-name = no name
picture-untitled = Untitled plan
picture-units = Units: { $units }
picture-up-to = , up to { $speed } kn
picture-zones = { $name }: { $n ->
    [one] { $n } zone
   *[other] { $n } zones
}
picture-computed = Computed limits are no legal baselines.
picture-track = Track of a vessel (AIS), simplified to this scale
picture-silent = Silent on AIS for 4 hours or more
picture-vessel = Vessel; hollow where only last seen
picture-vessel-at = Vessel at { $moment }; hollow where only last seen
picture-chart = Chart: { $credits }
picture-more = and { $n } more in the plan
picture-count = { $n ->
    [one] { $n } { $kind }
   *[other] { $n } { $kind }s
}
picture-vessels = { $n ->
    [one] { $n } vessel in view
   *[other] { $n } vessels in view
}
picture-no-navigation = NOT FOR NAVIGATION
picture-limit-computed = { $limit }, computed
picture-share-computed = computed
picture-share-other = other { $share }
picture-share-little = under 1 %
picture-share-most = over 99 %
picture-scale = Mercator, WGS 84; scale true at { $latitude }
picture-radius = radius { $radius }
picture-period = { $from } to { $to }

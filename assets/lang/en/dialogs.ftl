## Shortcuts, notices, about

shortcut-back = Back out one step
shortcut-finish = Finish drawing
shortcut-take-back = Take the last corner back
shortcut-beneath = Select what lies beneath
shortcut-zoom = Zoom about the pointer
shortcut-pan = Pan, whatever the tool
shortcut-corners = Edit an area’s corners
key-wheel = Wheel
key-middle-drag = Middle drag
about-purpose = A planning, monitoring and legal-basis aid. It holds no weapons, targets or use of force. Computed limits are not legal baselines, a match is a reason to look and not a verdict, and the chart is not for navigation.
about-palette = { $action } has every command.
shortcuts-map = On the map
shortcuts-title = Keyboard shortcuts
notices-title = Notice log
notices-empty = Everything the program tells you is kept here.
about-title = About Cordon
about-motto = Plans UN sanctions enforcement at sea: a scalpel, not a hammer.
about-sources = Sources of the chart
about-typeface = Typeface: Pretendard (SIL Open Font License 1.1). Icons: Material Symbols (Apache 2.0).

## Plan details

details-title = Plan details
details-name = Title
details-name-tip = Shown in the title bar and on every picture
details-author = Author
details-author-tip = Who answers for the plan
details-handling = Handling
details-handling-tip = Marking shown at the top and bottom of every picture
details-encrypted = Its file is encrypted.
details-encrypted-tip = Journal and versions on this computer are encrypted too
details-as-saved = Its file is as it was saved.
details-changed = Its file was changed since it was saved.
details-changed-tip = Its hash does not fit its content: another program, or a person, changed it
details-unsealed = Its file holds no hash.
details-unsealed-tip = It gets one when it is saved
details-unsigned = Nobody has signed it.
details-unsigned-tip = File → Sign plan…
details-signed = Signed by { $name }, { $time }
details-signature-broken = The signature of { $name } ({ $time }) DOES NOT HOLD for this content
details-key = Public key { $key }. Whose it is, only a list of keys that you trust can tell.
details-signatures-go = Saving what was edited since drops the signatures.
apply = Apply

## Export tracks

export-window = Only the time window, { $from } – { $to }
export-title = Export tracks
export-selected = The selected vessels
export-listed = What the list of vessels shows
export-all = All vessels
export-formats = The file’s ending says the format: .csv, .geojson, .kml, .gpx, .parquet, or .cordon, which opens fastest.
export-choose = Choose file…
export-window-tip = Fixes before and after it are left out; both of its ends belong to it
export-only-window = Only the time window
export-window-off = The timeline shows all time; narrow it to export a part

## Map and chart sources

maps-names-in = Names in
maps-own-hint = PMTiles, MBTiles or a folder of z/x/y tiles, vector or pictures. Drop them on the window, or add them here. The bundled chart stays beneath, wherever they have no tile.
maps-online-hint = Off at every start, until you switch it on. Its server then learns which sea you look at. Tiles once seen are kept on this computer.
maps-unusable = This cannot be used: { $cause }
maps-address = Address with { $tile }
maps-title = Map and chart sources
maps-bundled = Bundled chart
maps-bundled-hint = Always there, without a network. Not for navigation.
maps-names = Names
maps-depths = Depths
maps-limits = Limits, NLL and MDL
maps-limits-tip = 12 and 24 nm, computed from the shoreline; the Northern Limit Line; the demarcation line
maps-graticule = Graticule
maps-both = both
maps-own = Your own maps
maps-add-file = Add…
maps-add-tip = Choose a map file
maps-or-path = or type a path
maps-add = Add
maps-remove = Take this map off the list; its file stays as it is
maps-down = Further down
maps-up = Further up
maps-online = Online map
maps-credit = Whom it credits, as its owner asks for
maps-fetch = Fetch tiles from the network

## Import report

report-read = read
report-kept = kept
report-repeated = repeated, and kept once
report-skipped = skipped
report-repaired = repaired
report-skipped-why = skipped: { $reason }
report-repaired-why = repaired: { $reason }
report-where = Where: the first { $n }
report-line = {", "}line { $line }
report-zone = Times that state no zone were taken as { $zone }
report-title = Import report
report-empty = Nothing has been imported yet. What an import reads, keeps and skips is listed here.
report-save = Save report…
report-save-tip = Write all of this as a JSON file
report-why = Why

## Files

path-open = Open files
path-save-plan = Save the plan
path-export-plan = Export the plan (.geojson, .kml, .kmz, .gpx, .shp, .csv, .gpkg, .tak.zip)
path-export-tracks = Export tracks (.cordon, .csv, .geojson, .kml, .gpx)
path-picture = Save the map picture (.png, .svg)
path-report = Save the import report (.json)
path-waiting = Waiting for the system’s file dialog
path-waiting-hint = Choose there, or go on without it.
path-instead = Type the path instead
path-none = No file dialog can be shown here; type the path.
path-several = Several paths: separate them with a semicolon. Files can also be dropped on the window.
path-replaces = There is a file of this name already; it will be replaced.
save = Save
open = Open
path-files = Files

## New area

shape-polygon = Polygon
shape-rectangle = Rectangle
shape-circle = Circle
shape-line = Line
shape-mark = Mark or unit
new-area-period-tip = From the text; where it leaves out the year, the nearest one. The inspector changes it.
new-area-given =
    { $n ->
        [one] { $n } place given. { $wanted } wanted.
       *[other] { $n } places given. { $wanted } wanted.
    }
new-area-radius-unit = The radius needs its unit: 5 nm, 9.3 km, 500 m
new-area-size = Area { $area }, perimeter{" "}
new-area-crosses = The outline crosses itself: are the corners in order?
wants-polygon = Three or more corners, in order round the area
wants-rectangle = Two opposite corners
wants-circle = The centre
wants-line = Two or more points, in order
wants-mark = One place
new-area-title = New area from coordinates
new-area-hint = Places in any common form, one a line; or a navigational warning as it stands, in English, Korean, Chinese or Japanese.
new-area-add = Add to the plan
new-area-coordinates = Coordinates
new-area-understood = Understood
pasted-read =
    { $n ->
        [one] { $n } area read from the text
       *[other] { $n } areas read from the text
    }
pasted-undrawn-count = { $n } of them cannot be drawn
pasted-as-read = As the text has it. Choose a shape to have its places as something else.
pasted-assumed-month = The text leaves out the month; the nearest one was taken.
pasted-assumed-year = The text leaves out the year; the nearest one was taken.
pasted-sector = Sector by range and bearing
pasted-ring = Ring
pasted-corridor = Corridor
pasted-place = Place
pasted-undrawn = Not drawn
area-reordered = The outline crosses itself as its corners are listed; they were put in the order that does not.
area-two-corners = Two positions bound no area, and the text does not say what they make. A line was drawn between them.
area-unbounded = The parallels and meridians that are given do not bound an area on every side.
area-radii = It cannot be told which radius belongs to which position.
area-not-drawn = “{ $text }” stands beside what is drawn, and is not drawn itself.
area-swapped = The decimal degrees have no letters, and only with longitude first are they on the globe. They were read so.
area-unlettered = The decimal degrees have no letters, and either could be the latitude. The first was taken as latitude.
area-unknown = No place called “{ $name }” is known; write its coordinates instead.
area-arc = The text speaks of an arc, which is drawn straight between its ends.
area-coast = The text speaks of a coastline, which is drawn straight between its ends.
area-zone = “{ $text }” does not say in which zone its times are, so no period was read.
area-period = “{ $text }” is no period that can be read.
area-undated = “{ $text }” leaves out its year, so no period was read.
new-area-as-you-go = What you type is read as you go, and shown here before anything is added.

## Questions

zone-korea = Korea, KST (UTC+9)
zone-china = China (UTC+8)
zone-japan = Japan, JST (UTC+9)
time-auto = tell by looking
time-day-first = day, month, year
time-month-first = month, day, year
time-unix = seconds since 1970
time-unix-ms = milliseconds since 1970
zone-utc = UTC
role-mmsi = MMSI
role-time = Time
role-lat = Latitude
role-lon = Longitude
role-sog = SOG, knots
role-cog = COG, degrees
role-heading = Heading, degrees
role-status = Navigational status
role-name = Name
role-imo = IMO number
role-call-sign = Call sign
role-type = Ship type
role-length = Length, m
role-width = Width, m
role-draught = Draught, m
role-destination = Destination
role-dim-a = Antenna to bow, m
role-dim-b = Antenna to stern, m
role-dim-c = Antenna to port, m
role-dim-d = Antenna to starboard, m
ask-zone = In which time zone is { $files }?
ask-columns = Which column of { $files } is what?
ask-columns-hint = This header is not one that Cordon knows. Choose above each column what it holds; what is guessed from its name is filled in already.
ask-column = What the column { $name } holds
ask-this-file = this file
and-more = { $name } and { $n } more
ask-missing = Still needed: { $columns }
ask-twice = Two columns are { $column }; leave one of them out
ask-unsaved = Save the changes to { $plan }?
untitled-plan = Untitled plan
recover-of =
    { $n ->
        [one] { $n } feature, of { $name }, last edited { $time }
       *[other] { $n } features, of { $name }, last edited { $time }
    }
recover-never-saved =
    { $n ->
        [one] { $n } feature, never saved, last edited { $time }
       *[other] { $n } features, never saved, last edited { $time }
    }
ask-zone-hint = Its times state none. Cordon keeps all times in UTC, so a wrong zone moves every ship by hours.
ask-zone-other = Or another, such as +09:00 or Asia/Vladivostok
ask-read = Read the file
ask-not-used = — (not used)
ask-time-format = Times are written as
ask-unsaved-hint = Without saving, what was edited since the last save is lost.
dont-save = Don't save
recover-title = Unsaved work was found
recover-hint = An earlier session ended without saving. Take its work up again?
recover-take-up = Take up
recover-later = Not now
recover-later-tip = It is offered again at the next start
recover-discard = Throw it away
recover-discard-tip = The journals are deleted
recover-encrypted = An encrypted plan
recover-encrypted-of = { $name }, last edited { $time }
passphrase-of = { $file } is encrypted
passphrase-of-journal = The unsaved work is encrypted
passphrase = Passphrase
passphrase-wrong = That passphrase does not open it. Try again.
passphrase-new-of = Encrypt { $file }
passphrase-new-hint = Whoever has the passphrase can open the file, here or with age. Without it nobody can: a passphrase that is lost cannot be found again.
passphrase-new = New passphrase
passphrase-again = The same again
passphrase-differ = The two differ.
unencrypted-title = Save without encryption?
unencrypted-hint = The plan was encrypted. In { $file } anyone can read it. A name that ends in .age keeps it encrypted.
unencrypted-save = Save it readable
sign-title = Sign the plan
sign-hint = A signature says that you stand by the plan as it is now. Others check it with your public key.
sign-saves = The plan is saved first.
sign-key = File of your private key
sign-choose = Choose…
sign-new-name = Or make a key, whose owner is
sign-new = New key…
sign-new-tip = A file that only you may read. Keep it: it cannot be made again.
sign = Sign
path-save-encrypted = Save the plan encrypted
path-signing-key = Choose your private key
path-new-key = Save the new private key
versions-title = Versions
versions-tip = Each save of this plan on this computer, newest first.
versions-wait = Being looked for…
versions-none = None yet: each save keeps one.
versions-line = { $n ->
    [one] {$time}   1 feature   {$author}
   *[other] {$time}   {$n} features   {$author}
}
versions-choose = Click a version to see what changed since.
versions-since = { $n ->
    [0] Nothing changed since
    [one] 1 change since
   *[other] {$n} changes since
}
change-added = {$name}: added
change-removed = {$name}: deleted
change-changed = {$name}: {$what}
versions-go-back = Go back to this version
versions-go-back-tip = As an edit like any other: undo brings the present back.
conflicts-title = Conflicts to settle: {$n}
conflicts-tip = Two versions changed these differently. Ours stands until you decide; both are kept in the file.
conflicts-show = Show on the map
conflicts-show-tip = Goes to where both versions are: ours in an unbroken line, theirs in dashes.
conflicts-plan = The plan
conflicts-ours = Ours
conflicts-theirs = Theirs
conflicts-keep-ours = Keep ours
conflicts-take-theirs = Take theirs
changed-title = The plan’s file was changed by someone else
changed-hint = {$file} is no longer as it was opened here. Take their changes in: what you both changed comes together, what differs is shown side by side, and it can be undone.
changed-merge = Take their changes in
changed-later = Not now
changed-later-tip = Nothing is lost: when you save, their version is kept beside yours under another name.
path-merge-plan = Merge a partner’s version
path-briefing = Write the briefing (.pdf, .html)
path-dossier = Write the dossier (.pdf, .html, .json)
losses-title = Not all of the plan fits in this format
losses-hint = {$file} would be written without this; the plan itself stays as it is:
losses-write = Write it all the same
new-area-assumed = No zone is stated: read as { $zone }
new-area-remark = kept in the remarks: { $words }
verb-of = { $verb }: { $name }

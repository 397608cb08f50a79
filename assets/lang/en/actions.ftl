## Menus

menu-file = File
menu-edit = Edit
menu-view = View
menu-draw = Draw
menu-shape = Shape
menu-help = Help
menu-language = Language / 언어

## Actions

action-new-plan = New plan
action-open = Open…
action-open-sample = Open the sample case
action-save = Save plan
action-save-as = Save plan as…
action-save-encrypted = Save plan encrypted…
action-sign = Sign plan…
action-export-plan = Export plan…
action-export-tracks = Export tracks…
action-map-picture = Save map picture…
action-import-report = Import report…
action-close-tracks = Close tracks
action-quit = Quit
action-undo = Undo
action-redo = Redo
action-delete = Delete
action-duplicate = Duplicate
action-rename = Rename
action-plan-details = Plan details…
action-palette = Find a command…
action-zoom-in = Zoom in
action-zoom-out = Zoom out
action-zoom-to-all = Zoom to all
action-zoom-to-selection = Zoom to selection
action-theme-day = Day colours
action-theme-dusk = Dusk colours
action-theme-night = Night colours
action-form-decimal = Coordinates in decimal degrees
action-form-ddm = Coordinates in degrees and minutes
action-form-dms = Coordinates in degrees, minutes, seconds
action-form-mgrs = Coordinates in MGRS
action-map-settings = Map and chart sources…
action-toggle-left = Left panel
action-toggle-inspector = Inspector
action-toggle-timeline = Timeline
action-play = Let time pass
action-step-back = One step back in time
action-step-forward = One step on in time
action-follow = Follow the selected vessel
action-tool-select = Select and move
action-tool-polygon = Draw polygon
action-tool-rectangle = Draw rectangle
action-tool-circle = Draw circle
action-tool-measure = Measure range and bearing
action-new-area = New area from coordinates…
action-type-corner = Type the next corner…
action-shortcuts = Keyboard shortcuts
action-notice-log = Notice log
action-about = About Cordon
action-english = English
action-korean = 한국어

## Hints

hint-open = Open tracks, patrol zones, a plan or a map; every file is recognised by what is in it
hint-open-sample = Some sixty made-up vessels over three days, with a dark gap, a meeting at sea and an area
hint-tool-select = Click to select, Tab for what lies beneath, drag to move, double-click to edit corners
hint-tool-polygon = Click each corner; Enter or a double-click finishes, Backspace takes one back
hint-tool-rectangle = Drag from one corner to the other
hint-tool-circle = Drag from the centre outward
hint-tool-measure = Click two or more places to read range and true bearing
hint-new-area = Type or paste coordinates in any common form, and see what was understood
hint-type-corner = A field for the next corner, centre or radius, while a drawing tool is in hand
hint-export-tracks = Write the tracks of the selected vessels, of those listed, or all, also only the time window’s part
hint-map-picture = Write what the map shows as a PNG or SVG picture
hint-import-report = What was read, kept and skipped, and where
hint-step = As much time as passes in a second while it plays
hint-follow = The map moves with it while time passes
hint-map-settings = Names, depths and limits; your own maps; an online map (off until you switch it on)
action-undo-what = Undo { $what }
action-redo-what = Redo { $what }
menu-recent = Open recent

## Palette

palette-hint = Search: ship, area, place, coordinates or command
palette-search = Search
palette-nothing = Nothing has this name. Try fewer letters, an MMSI, or a position such as 38°43.2′N 125°24.0′E.
palette-no-name = No name
palette-position = position
palette-zone = zone
palette-title = Find a command
palette-go-to = Go to { $place }

## Shapes and editing

action-tool-ring = Draw ring
action-tool-sector = Draw sector
action-tool-corridor = Draw corridor
action-tool-route = Draw patrol route
action-tool-barrier = Draw barrier
action-tool-point = Set point
action-tool-unit = Set unit
action-select-all = Select all features
action-copy = Copy
action-cut = Cut
action-paste = Paste
action-join = Join
action-subtract = Subtract
action-intersect = Intersect
action-split = Split along line
action-grow = Grow or shrink…
action-simplify = Simplify…
action-turn = Turn…
action-resize = Resize…
action-shift = Shift by bearing and range…
action-history = History of edits
hint-tool-ring = Between two radii around a centre: click the centre, then both edges.
hint-tool-sector = Between two bearings from a centre: click the centre, then both sides, clockwise.
hint-tool-corridor = An area of some width along a route: click its points; T types the width.
hint-tool-route = A line that a unit follows.
hint-tool-barrier = A line to be watched, so that nothing crosses it unseen.
hint-tool-point = A place to remember: one click.
hint-tool-unit = A patrol ship, aircraft, helicopter or drone: one click, then say what it can do.
hint-copy = As text that this and other programs read: GeoJSON.
hint-paste = Features, coordinates or a navigational warning.
hint-join = The selected areas as one; it keeps the name and the task of the first.
hint-subtract = The area selected first, without what the others cover.
hint-intersect = A new area where all selected ones overlap.
hint-split = Select an area and a line: the area is cut where the line crosses it.
hint-grow = By a distance in nautical miles; below zero shrinks.
hint-simplify = Leave out vertices that the outline does not need.
hint-turn = Clockwise by degrees about the middle of what is selected.
hint-resize = By a factor about the middle of what is selected.
hint-history = Every edit; click one to go back or forward to it.
action-merge = Merge a partner’s version…
hint-merge = What both of you changed comes together; what you changed differently is shown side by side.
hint-save-encrypted = Save the plan under a passphrase, or under a new one
hint-sign = Stand by the plan with a key of your own; others can check it
action-versions = Versions…
hint-versions = Every save is kept: compare, or go back.
action-conflicts = Settle conflicts…
hint-conflicts = What a merge left to be decided.
action-briefing = Briefing…
hint-briefing = Write the plan as a document to hand over: PDF, or HTML for a browser

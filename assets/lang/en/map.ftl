## Colours of tracks

legend-speed-2 = under 2 kn
legend-speed-7 = 2 to 7 kn
legend-speed-12 = 7 to 12 kn
legend-speed-17 = 12 to 17 kn
legend-speed-more = 17 kn and more
colour-by-nothing = One colour
colour-by-class = Type of ship
colour-by-flag = Flag
colour-by-speed = Speed
colour-by-vessel = Vessel
colour-by-time = Time
colour-by-finding = Finding
legend-first-in = first in the window
legend-half-way = half-way
legend-last = last
legend-others = all others

## Legend

legend-density = Tracks through each point
legend-one = one
legend-most = most
legend-time = Time in the window
legend-first = first
legend-class = Type of ship
legend-flag = Flag, by MMSI
legend-finding = Gravest finding
legend-finding-list = on a watch list
legend-finding-transfer = possible transfer, changed draught
legend-finding-identity = identity or number
legend-finding-silence = silence, loitering
legend-finding-position = false position
legend-speed = Speed between fixes

## Typing while drawing

typed-nothing = Type latitude and longitude, such as 38°43.2′N 125°24.0′E.
typed-one-centre = A circle has one centre; nothing was drawn.
typed-radius = Type the radius (5 nm, 9.3 km, 500 m), or one place on the edge.
typed-centre-first = The centre comes first: type its latitude and longitude.

## Hints in the status line

hint-circle-edge = Click where the circle ends, or press T to type its radius; Esc cancels
hint-circle-centre = Drag from the centre outward, or click centre and edge; T types them; Esc puts the tool away
wants-radius = Radius (5 nm, 9.3 km, 500 m)

## Beside the pointer

readout-radius = Radius { $leg }
readout-perimeter = Perimeter { $length }
readout-area = Area { $area }
readout-crosses = The outline crosses itself
readout-moved = Moved { $leg }
readout-back = Back bearing { $bearing }
readout-total = Total { $length }
rings-hours = { $hours } h · { $reach }
rings-back = out and back · { $reach }
typed-set = Set
typed-set-tip = Use these coordinates (Enter)
typed-close-tip = Go back to the pointer (Esc)
typed-place = A place is wanted here: type its latitude and longitude.
wants-first-place = First place
wants-next-place = Next place
hint-measure-keep = Press Enter to keep it in the plan. Click to measure anew, Esc to put it away.
measured-name = Measure
hint-measure-anew = Click to measure anew; Esc clears the line
hint-measure-first = Drag, or click two or more places, to read range and true bearing; Esc puts the tool away
hint-measure-next = Click the next place; Enter finishes; Backspace takes one back; Esc clears the line
hint-read-only-copy = This plan is read-only: a newer program wrote it. Save a copy under another name to draw
fault-drawn = That cannot be drawn: { $cause }.
typed-corner = A corner is wanted here: type its latitude and longitude.
wants-first-corners = First corner, or a list of corners
wants-next-corners = Next corner, or several
hint-polygon-short = An area needs three corners: click the next one, or press Esc to give it up
hint-polygon-first = Click the first corner, or press T to type it; Esc puts the tool away
hint-polygon-next = Click the next corner; Backspace takes one back; T types one; Esc cancels
hint-polygon-close = Click to close the area
hint-polygon-more = Click the next corner; Enter finishes; Backspace takes one back; T types one; Esc cancels
typed-two-corners = A rectangle has two opposite corners; nothing was drawn.
wants-opposite-corner = Opposite corner
wants-first-corner = First corner
hint-rectangle-opposite = Click the opposite corner, or press T to type it; Esc cancels
hint-rectangle-first = Drag from one corner to the other, or click both; T types them; Esc puts the tool away
wants-vertex = Vertex
typed-no-vertex = Select a vertex first; nothing was changed.
typed-vertex = A vertex is a place: type its latitude and longitude.
typed-one-vertex = A vertex is one place; several were typed.
hint-let-go = Let go to place it; Esc puts it back
hint-vertex = Drag the vertex, T types where it goes, Delete takes it away; Esc lets it be
snap-vertex = corner of { $name }
snap-edge = edge of { $name }
snap-coast = coast
snap-limit = { $nm } nm limit (computed)
hint-vertices-many = Too many corners to show at once. Zoom in to move one.
hint-vertices = Drag a vertex, or the middle of an edge to add one; Enter or Esc is done
hint-beneath = Tab goes on to what lies beneath; Esc selects nothing
hint-read-only = This plan is read-only: a newer program wrote it
hint-selected = Drag to move; double-click to edit its vertices; F2 names it; Delete takes it away
hint-select = Click to select; Shift-click selects more

## Sources

map-sources = Sources
map-sources-title = Sources of this map
map-not-for-navigation = Not for navigation.
map-name = Map

## Broken maps

map-coarser = { $what }; a coarser tile is shown in its place
map-undrawable = map tile { $what }: it cannot be drawn, a coarser tile is shown in its place
map-not-started = { $what }: this map could not be started and is not shown
map-beneath = { $what }; what lies beneath is shown in its place
map-no-address = the address must begin with https:// or http://
map-address-lacks = the address lacks { $what }: it must hold { $all } where zoom, column and row go
map-no-thread = no thread could be had to open it
map-vector = vector tiles
map-pictures = pictures
map-not-shown = This map is not shown: { $cause }
map-online-not-shown = The online map is not shown: { $cause }
legend-stop = Longest possible stop (computed)
legend-stop-under = under { $to } h
legend-stop-from-to = { $from } to { $to } h
legend-stop-from = { $from } h and more

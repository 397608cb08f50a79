# Search patterns and barriers: the window in which they are planned, and what is said of routes.

action-search-pattern = Search pattern…
hint-search-pattern = Lay a search pattern out in the selected area, or a patrol along the selected barrier, and see how likely it finds what is there
job-patrol = Laying out the pattern

patrol-parallel = Parallel sweep
patrol-creeping = Creeping line
patrol-square = Expanding square
patrol-sector = Sector search
patrol-barrier = Barrier patrol

patrol-title = Search pattern: { $area }
patrol-pattern = Pattern
patrol-unit = Unit
patrol-unit-none = None that is known
patrol-unit-tip = Its cruising speed, sweep width and endurance count where nothing else is typed; a typical class has the figures of the library (docs/units.md)
patrol-typical = { $class } (typical)
patrol-size = Targets
patrol-size-tip = How large what is looked for is: small is under 25 m, large over 100 m. It decides on the sweep width of units that have several.
patrol-spacing = Spacing
patrol-speed = Speed
patrol-sweep = Sweep width
patrol-heading = Heading
patrol-start = Begins, UTC
patrol-until = Ends, UTC
patrol-target-speed = Crossed at
patrol-radius = Radius
patrol-passes = Passes
patrol-legs = Legs
patrol-legs-inside = as many as stay inside
patrol-radius-inside = the largest inside
fault-count = a whole number from 1 to 2000 is wanted here

patrol-no-speed = No speed is known. Type one, or choose a unit that has a cruising speed.
patrol-no-spacing = No spacing is known. Type one, or a sweep width, or choose a unit that has one.
patrol-no-sweep = A barrier needs a sweep width. Type one, or choose a unit that has one.
patrol-no-place = It has no place on the map.
patrol-no-area = It is no area that could be searched. Choose a barrier, a square or a sector, or draw an area.
patrol-no-line = It has neither a line nor an area that a barrier could lie along.
patrol-no-radius = A sector about a point needs a radius.
patrol-too-fine = The pattern would have more than 2,000 legs. Widen the spacing, or shorten the time.
patrol-too-large = The area reaches farther than 1,000 nm from its middle. Divide it.
patrol-no-room = The pattern has no room in the area. Narrow the spacing.
patrol-covered = The sweep width covers the whole line: a unit in its middle sees all of it without a patrol.
patrol-no-time = The barrier has no time. Give an end after its start.

patrol-too-long = { $unit } has { $has } h for search (85 % of its time on scene), and the route takes { $needs } h
patrol-not-available = { $unit } is not available all of the time from { $begins } to { $ends }
patrol-too-late = { $unit } cannot be at the first leg before { $arrives }, and the route begins at { $begins }

patrol-route = Route
patrol-route-figures = { $n ->
    [one] One leg
   *[other] { $n } legs
}, { $length }, { $hours } h
patrol-ends = Ends
patrol-search = Search
patrol-search-figures = { $area } nm² in { $hours } h
patrol-search-tip = A/(V·S): the area, divided by the speed and the spacing
patrol-endurance = Endurance
patrol-fits = { $available } h for search: enough
patrol-fits-not = { $available } h for search: { $short } h too short
patrol-endurance-unknown = Not known
patrol-endurance-tip = Of the unit’s endurance less the way there and back, 85 % is search (IAMSAR, volume II, 5.3)
patrol-coverage = Coverage
patrol-coverage-tip = C = W/S: the sweep width, divided by the spacing
patrol-coverage-unknown = Not known without a sweep width
patrol-pod = Detection
patrol-pod-figures = { $random } random, { $parallel } parallel, { $definite } definite range
patrol-pod-tip = Random search, 1 - e^-C, is the cautious law; parallel sweeps with the inverse cube, erf(0.886 × C); definite range, min(1, C), the most. All rests on the sweep width, which is often a guess.
patrol-barrier-pod = { $pod } of what crosses at { $speed }, { $bound } at the most
patrol-barrier-tip = What crosses at right angles, anywhere and at any time, is seen if it is ever within half the sweep width (Koopman 1980, chapter 7)
patrol-longest = Longest gap
patrol-longest-gap = { $from } to { $to } nm along it, { $begins } to { $ends }
patrol-no-gap = None
patrol-legs-title = { $n ->
    [one] One leg
   *[other] { $n } legs
}
patrol-leg = { $number }. { $course }, { $length }, from { $begins }
patrol-leg-join = { $number }. { $course }, { $length }, from { $begins }, to the next leg
patrol-waits = Being laid out…
patrol-add = Add to plan
patrol-save = Save for the bridge (GPX)…
patrol-save-tip = One route: its points numbered, each with the time at which it is due and the course to steer
patrol-caution = A pattern plans a watch. It sends nobody, and is no leave to board.
path-patrol = Write the route for the bridge (.gpx)

patrol-diagram = Barrier in place and time
patrol-diagram-seen = { $place } nm, { $time }: seen
patrol-diagram-unseen = { $place } nm, { $time }: crosses unseen
patrol-diagram-hint = Place along the line to the right, time down; shaded: who crosses then passes unseen

patrol-section = Searches
patrol-none = No route searches it yet.
patrol-row = { $name }: coverage { $coverage }, { $pod } by random search
patrol-row-tip = Select the route
patrol-together = Together
patrol-together-tip = 1 less the product of all (1 - p): several searches together, if each is independent of the others

## Reshaping, history, clipboard

shaping-too-few = select {$n} or more features first
shaping-no-line = select one area and the line to cut it along
shaping-not-an-area = only areas can be combined; a line or a point covers nothing
shaping-nothing-left = nothing would be left
shaping-nothing-shared = they have nothing in common
shaping-not-divided = the line does not divide the area
shaping-would-cross = the outline would cross itself; try a smaller distance
shaping-unsuited = this cannot be done to such a geometry
shaping-refused = Nothing was changed: {$why}.
verb-split = Split
verb-shrink = Shrink
verb-grow = Grow
verb-simplify = Simplify
verb-turn = Turn
verb-resize = Resize
verb-shift = Shift
edit-verb-of-several = {$verb} {$n} features
fault-length-any = Type a distance: 5, 5 nm, 9.3 km, 500 m.
fault-degrees = Type degrees, clockwise: 15, or -15.
fault-factor = Type a factor above zero: 2, 0.5, 150 %.
shaping-bearing = Bearing, degrees true
shaping-tolerance = Within
shaping-degrees = Degrees clockwise
shaping-factor = Factor
shaping-distance = Distance
shaping-selected = { $n ->
    [one] 1 feature is selected
   *[other] {$n} features are selected
}
history-title = History of edits
history-tip = Click an edit to go back or forward to it.
history-begin = As it was opened
history-line = {$time}  {$name}
edit-paste = Paste {$name}
edit-paste-features = Paste {$n} features
keep-hide = Hide
keep-show = Show
keep-hide-tip = Leave it off the map; it stays in the plan and in the list.
keep-lock = Lock
keep-unlock = Unlock
keep-lock-tip = Hold it as it is: nothing of it is moved, changed or deleted until it is unlocked.
keep-locked = Locked: unlock it to change it.
keep-group = Group
keep-group-hint = Northern areas
keep-regroup = Group
keep-select-group = Select all of “{$name}”
section-together = All of them
several-differ = (different)
several-more = and {$n} more
edit-locked = {$name} is locked; unlock it first

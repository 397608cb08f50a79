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
legend-speed = Speed between fixes

## Features

kind-interdiction-area = interdiction area
kind-patrol-zone = patrol zone
kind-exclusion-area = exclusion area
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

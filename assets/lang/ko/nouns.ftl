## Features

kind-interdiction-area = 차단구역
kind-patrol-zone = 초계구역
kind-exclusion-area = 배제구역
kind-reference-area = 참조구역
kind-patrol-route = 초계항로
kind-barrier = 차단선
kind-unit = 부대
kind-point = 지점
kind-inspection = 검색

## Units

unit-ship = 함정
unit-aircraft = 항공기
unit-helicopter = 헬기
unit-drone = 무인기

## Ships

ship-cargo = 화물선
ship-tanker = 유조선
ship-fishing = 어선
ship-passenger = 여객선
ship-tug = 예인선
ship-pleasure = 레저선
ship-government = 관공선
ship-other = 기타

## Waters

water-land = 육지
water-internal = 내수
water-territorial = 영해
water-contiguous = 접속수역
water-eez = 배타적경제수역
water-high-seas = 공해

## Coordinates

form-decimal = 십진 도
form-ddm = 도·분
form-dms = 도·분·초
form-mgrs = MGRS

## Orders

order-mmsi = MMSI
order-name = 선명
order-flag = 국적
order-class = 선종
order-fixes = 위치 수
order-last-fix = 최근 위치
order-length = 길이
order-fastest = 최고 속력

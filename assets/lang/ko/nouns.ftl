## Features

kind-interdiction-area = 차단구역
kind-patrol-zone = 초계구역
kind-exclusion-area = 배제구역
kind-measured = 측정선
kind-reference-area = 참조구역
kind-patrol-route = 초계항로
kind-barrier = 차단선
kind-unit = 부대
kind-point = 지점
kind-inspection = 검문검색

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

## Faults of what is typed or drawn

axis-latitude = 위도
axis-longitude = 경도
coordinate-empty = 좌표가 없습니다. 38°43.2′N 125°24.0′E처럼 씁니다
coordinate-unexpected = “{ $what }”: 좌표에 쓸 수 없는 글자입니다. 38°43.2′N 125°24.0′E처럼 씁니다
coordinate-comma = 소수점은 쉼표가 아니라 마침표로 씁니다: 38.72, 125.40
coordinate-numbers = 숫자 { $n }개로는 위도와 경도를 나눌 수 없습니다. 둘 사이에 쉼표를 넣거나 N/S와 E/W를 붙이십시오
coordinate-hemispheres = N이나 S 하나와 E나 W 하나를 쓰십시오({ $n }개 있음)
coordinate-same-axis = 두 각이 모두 { $axis }입니다
coordinate-sign-and-letter = “{ $what }”: 부호와 방향 글자가 함께 있습니다. 하나만 쓰십시오
coordinate-inner-sign = “{ $what }”: 각 안에 빼기 부호가 있습니다
coordinate-inner-decimal = “{ $what }”: 소수 뒤에 더 작은 단위가 이어집니다
coordinate-sixty = { $what }: 분과 초는 60 미만입니다
coordinate-order = “{ $what }”: 도, 분, 초의 순서가 맞지 않습니다
coordinate-off-globe = { $axis } { $value }: 지구를 벗어난 값입니다. 위도를 먼저 쓰며 위도는 90, 경도는 180까지입니다
coordinate-mgrs = “{ $text }”: MGRS 좌표가 아닙니다({ $why })
coordinate-in-list = 위치 { $n }(“{ $text }”): { $why }
shape-empty = 넓이가 없습니다. 폭과 높이, 또는 0보다 큰 반지름을 주십시오
shape-inside-out = 안쪽 반지름은 바깥쪽 반지름보다 작아야 합니다
shape-too-large = 중심에서 2,700해리를 넘습니다. 이런 것을 원으로 보이는 해도는 없습니다
shape-over-pole = 극을 덮는 구역은 계획 파일에 적을 수 없습니다
shape-unknown = 더 새로운 프로그램이 그린 것이라 이 프로그램은 알지 못합니다
vertex-none = 그런 꼭짓점이 없습니다. 바뀐 것은 없습니다
vertex-too-few = 꼭짓점이 너무 적게 남습니다. 대신 항목 전체를 삭제하십시오
edit-no-such-feature = 계획에 없는 항목입니다({ $id })
edit-already-there = 계획에 이미 있는 항목입니다({ $id })

## Why rows were skipped or mended

reason-no-mmsi = MMSI 없음
reason-bad-mmsi = MMSI가 올바르지 않음
reason-no-time = 시각 없음
reason-bad-time = 시각을 읽을 수 없음
reason-no-position = 위치 없음
reason-bad-position = 위치를 읽을 수 없음
reason-off-globe = 지구를 벗어난 위치
reason-outside-area = 요청한 구역 밖
reason-outside-period = 요청한 기간 밖
reason-static = 위치 없는 정적 정보
reason-header = 머리글 반복
reason-line-too-long = 줄이 너무 김
reason-no-fix = 위치 보고가 아님
reason-checksum = 검사합 틀림
reason-no-checksum = 검사합 없음
reason-sentence = AIS 문장을 읽을 수 없음
reason-no-ais = AIS 문장이 아님
reason-part-missing = 메시지 일부 없음
reason-cut-short = AIS 메시지가 잘림
reason-base-station = 선박이 아닌 기지국
reason-span = 시각이 아닌 기간
reason-too-many-points = 한 항적에 점이 너무 많음
reason-unread-place = 읽을 수 없는 위치
reason-undrawn-area = 그릴 수 없는 구역
reason-corner-order = 꼭짓점 순서가 뒤바뀜
reason-ring-closed = 닫히지 않은 고리를 닫음
reason-ring-turned = 고리 방향을 바꿈
reason-ring-repeated = 중복된 고리
reason-ring-too-short = 고리가 너무 짧음
reason-ring-without-area = 넓이 없는 고리
reason-line-too-short = 선이 너무 짧음
reason-antimeridian = 날짜변경선에서 나눔
reason-crossing-repaired = 엇갈린 고리를 고침
reason-not-checked = 윤곽선을 검사하지 않음
reason-place-off-globe = 지구를 벗어난 점
reason-no-geometry = 쓸 수 있는 도형 없음
reason-too-large = 도형이 너무 큼
reason-altitude = 고도를 버림

## Stages of work

stage-reading = 읽는 중
stage-reading-plan = 계획 읽는 중
stage-reading-zones = 해역 읽는 중
stage-looking = 전에 읽었는지 살피는 중
stage-sorting = 정렬 중
stage-merging = 합치는 중
stage-preparing = 지도 준비 중
stage-writing = 쓰는 중
stage-drawing-map = 지도 그리는 중
stage-drawing-tracks = 항적 그리는 중
stage-waters = 수역 판별 중

## Names of the chart

named-town = 도시
named-port = 항구
named-sea = 바다
named-country = 국가
named-island = 섬
named-place = 지명

## Disputes

dispute-both-sides = 양쪽에 걸침: { $line }
dispute-near = { $line }의 { $side }쪽 { $distance }
side-north = 북
side-east = 동
side-south = 남
side-west = 서
side-off = 바깥
dispute-territorial = 영해 경계 { $pair }: 등거리로 계산한 것이며 합의되지 않음
dispute-eez = 배타적경제수역 경계 { $pair }: 등거리로 계산한 것이며 합의되지 않음
basis-map = 지도의 해안선으로 계산한 것이며 법적 기선이 아님
basis-shoreline = { $source } 해안선으로 계산한 것이며 법적 기선이 아님
basis-none = 지도에 해안선이 없음
basis-beyond = {". "}열어 둔 공식 { $zone } 밖임({ $source })
basis-official = 공식 경계: { $source }
line-nll = 북방한계선
line-mdl = 군사분계선
line-disputed = 주장, 다툼 있음
dispute-line = { $name }({ $status }; 출처: { $source })

## Attributes, as versions and conflicts list them

attribute-kind = 종류
attribute-name = 이름
attribute-task = 임무
attribute-effective-from = 시작
attribute-effective-to = 종료
attribute-legal-basis = 법적 근거
attribute-remarks = 비고
attribute-place = 위치
attribute-stroke = 윤곽선 색
attribute-stroke-width = 윤곽선 굵기
attribute-stroke-opacity = 윤곽선 불투명도
attribute-fill = 안쪽 색
attribute-fill-opacity = 안쪽 불투명도
attribute-hidden = 숨김
attribute-locked = 잠금
attribute-group = 묶음
attribute-nation = 국가
attribute-unit-type = 종별
attribute-speed-cruise-kn = 순항 속력 (kn)
attribute-speed-max-kn = 최대 속력 (kn)
attribute-endurance-h = 지속 시간 (h)
attribute-sweep-width-nm = 탐색 폭 (nm)
attribute-sweep-small-nm = 탐색 폭, 소형 표적 (nm)
attribute-sweep-large-nm = 탐색 폭, 대형 표적 (nm)
attribute-on-station = 배치 기간
attribute-available-from = 가용 시작
attribute-available-to = 가용 종료
attribute-base = 기지
attribute-id = 식별자
attribute-units = 배정된 전력
attribute-title = 제목
attribute-author = 작성자
attribute-handling = 취급 표시
attribute-feature = 도형
value-nothing = 없음
value-changed = 변경됨
value-deleted = 삭제됨

## Map pictures

picture-plan = 계획
picture-key = 지도 기호
picture-no-name = 이름 없음
picture-untitled = 제목 없는 계획
picture-units = 부대: { $units }
picture-up-to = , 최대 { $speed } kn
picture-zones = { $name }: 해역 { $n }개
picture-computed = 계산된 한계선은 법적 기선이 아닙니다.
picture-track = 선박 항적(AIS), 이 축척에 맞게 단순화
picture-silent = AIS 무신호 4시간 이상
picture-vessel = 선박, 속이 빈 것은 마지막으로 본 위치
picture-vessel-at = { $moment }의 선박, 속이 빈 것은 마지막으로 본 위치
picture-chart = 해도: { $credits }
picture-more = 계획에 { $n }개 더 있음
picture-count = { $kind } { $n }
picture-vessels = 보이는 선박 { $n }척
picture-no-navigation = 항해용 아님
picture-limit-computed = { $limit }, 계산됨
picture-share-computed = 계산됨
picture-share-other = 기타 { $share }
picture-share-little = 1 % 미만
picture-share-most = 99 % 초과
picture-scale = 메르카토르, WGS 84, { $latitude }에서 정확한 축척
picture-radius = 반지름 { $radius }
picture-period = { $from } ~ { $to }

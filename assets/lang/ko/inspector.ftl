## A feature

field-legal-basis = 법적 근거
field-legal-basis-hint = 어떤 근거로: 결의, 기국의 동의…
field-remarks = 비고
field-remarks-hint = 그 밖의 사항
field-name = 이름
field-task = 임무
field-task-hint = 여기에서 할 일
unit-unknown-tip = 이 계획에는 식별자가 { $id }인 부대가 없습니다
unit-unknown-id = 알 수 없는 부대 { $id }…
unit-unknown = 알 수 없는 부대
unit-show = 보기: { $name }
fact-area = 면적
fact-perimeter = 둘레
fact-length = 길이
section-craft = 부대 제원
section-period = 기간
section-units = 부대
section-place = 위치
section-grounds = 근거와 비고
section-colour = 색상
field-kind = 종류
units-tip = 표시한 부대가 여기에 배정됩니다
units-none = 계획에 아직 부대가 없습니다. 지도를 오른쪽 클릭하여 “여기에 부대 놓기”를 고르십시오.
style-outline = 윤곽선
style-outline-colour = 윤곽선 색상
style-outline-width = 윤곽선 굵기(포인트)
style-fill = 채우기
style-fill-colour = 채우기 색상
style-opacity = 채우기 불투명도
style-of-kind = 종류별 기본 색상
style-of-kind-tip = 따로 정한 색상을 없앱니다
style-default = 기본값

## What is selected

key-click = 클릭
key-shift-click = Shift-클릭
key-right-click = 오른쪽 클릭
key-double-click = 두 번 클릭
several = { $n }개 선택됨
several-export = 항적 { $n }개 내보내기…
nothing-selected = 선택한 것 없음
nothing-selected-hint = 지도에서 선박, 구역, 해역을 클릭하면 알려진 내용과 바꿀 수 있는 것이 여기에 나타납니다.
nothing-click = 맨 위의 것을 선택
nothing-tab = 그 아래의 것으로 넘어감
nothing-shift-click = 더 선택
nothing-right-click = 그곳에 있는 것을 알려 줌
nothing-double-click = 구역의 꼭짓점을 편집
nothing-palette = 그 밖의 모든 것을 찾음
several-only = 이것만 선택
several-export-tip = 선택한 선박의 항적을 파일로 씁니다
zoom-to = 확대 보기
zone-adopt = 계획으로 가져오기
zone-adopt-tip = 이 해역을 계획에 복사하여 편집, 저장, 공유할 수 있게 합니다. 파일은 그대로 남습니다

## Period

fault-moment = 시각은 2018-01-16 03:00(UTC)처럼 씁니다. 비워 두면 기한이 없습니다
period-from-utc = 시작 UTC
period-to-utc = 종료 UTC
period-backward = 시작하기 전에 끝납니다

## Craft

craft-not-stated = 정하지 않음
field-craft = 종별
field-nation = 국가
field-base = 기지
field-cruising = 순항 속력
field-best-speed = 최대 속력
field-endurance = 지속 시간
field-sweep-width = 탐색 폭
field-availability = 가용 기간
craft-nation = 국가
craft-base = 기지
craft-cruising = 순항 속력
craft-best-speed = 최대 속력
craft-endurance = 지속 시간
craft-sweep-width = 탐색 폭
craft-type = 종별
craft-free-from = 가용 시작
craft-free-to = 가용 종료
fault-nation = 국가는 KOR, USA처럼 세 글자로 씁니다(ISO 3166-1)

## Place

fault-length = 길이는 5 nm, 9.3 km, 500 m처럼 단위와 함께 씁니다
fault-bearing = 진방위는 0도 이상 360도 미만으로 씁니다
place-centre = 중심
place-radius = 반지름
place-sw = 남서 모서리
place-ne = 북동 모서리
place-inner = 안쪽 반지름
place-outer = 바깥쪽 반지름
place-from-bearing = 시작 방위
place-to-bearing = 끝 방위
place-half-width = 반폭
place-point = 점 { $n }
place-position = 위치
place-vertices = 꼭짓점 { $n }개
place-delete-vertex = 꼭짓점 { $n } 삭제
place-insert-vertex = 꼭짓점 { $n } 다음에 꼭짓점 넣기
place-vertex = 꼭짓점 { $n }
place-polygon-tip = 이후로는 꼭짓점을 하나씩 옮길 수 있으며, 더는 원이나 사각형이 아닙니다
place-polygon = 다각형으로 편집
place-none = 위치가 없습니다.

## Speed over time

plot-no-speed = 속력 없음
plot-click = 클릭: 그 시각으로
plot-name = 시간에 따른 속력
plot-never = 속력을 알린 적이 없습니다
plot-one-fix = 위치가 하나뿐이라 변화가 없습니다

## A zone

fact-source = 출처
fact-crs = 좌표계

## A vessel

track-first = 첫 위치
track-last = 마지막 위치
track-spans = 기간
track-sailed = 항해 거리
track-longest = 가장 긴 두절
track-silences = 두절
track-fastest = 최고 SOG
track-median = 중앙값 SOG
identity-fact-name = 선명
identity-flag = MMSI로 본 국적
identity-fact-call-sign = 호출부호
identity-fact-type = 선종
identity-fact-length = 길이
identity-fact-draught = 흘수
identity-fact-destination = 목적지
vessel-word = 선박
vessel-changed = 식별 정보를 { $n }번 바꿈
vessel-heading = 선수방위 { $heading }
vessel-copy = 복사: { $form }
vessel-first-heard = 처음 수신 { $time }
vessel-later-changes = 이후 변경 { $n }건 더
identity-name = 선명
identity-imo = IMO
identity-call-sign = 호출부호
identity-type = 선종
identity-length = 길이
identity-width = 폭
identity-draught = 흘수
identity-destination = 목적지
vessel-wrong-imo = { $imo }(검사 숫자 틀림)
track-fixes = 위치 수
track-sailed-as-heard = { $distance }(수신 기준)
track-unseen = 미확인
track-unseen-in = 두절 { $n }회에 적어도 { $distance }
track-since = {", "}{ $time }부터
track-sog = SOG
track-never = 알린 적 없음
track-none = 없음
duration-min = { $minutes }분
duration-h = { $hours }시간 { $minutes }분
duration-d = { $days }일 { $hours }시간
vessel-changed-tip = 선명, 번호, 선종, 크기. 아래를 보십시오
section-last = 최근 위치
section-speed = 시간에 따른 속력(노트)
section-track = 항적
track-adding = 계산 중…
section-identity = 식별 정보
section-changes = 식별 정보 변경
vessel-zoom = 항적 보기
vessel-export = 항적 내보내기…
vessel-export-tip = 이 선박의 항적을 파일로 씁니다
vessel-heard = 수신
vessel-sailing = 항해
form-short-decimal = 십진 도
form-short-ddm = 도·분
form-short-dms = 도·분·초
jump-start = 시작
jump-start-tip = 항적이 시작되는 곳
jump-end = 끝
jump-end-tip = 항적이 끝나는 곳
jump-silence = 두절
jump-silence-tip = 가장 긴 두절: 신호가 끊긴 곳에서 다시 수신된 곳까지
jump-fastest = 최고 속력
jump-fastest-tip = 가장 높은 속력을 알린 곳
jump-to = 이동
place-geodesic = 변은 측지선입니다
place-geodesic-tip = 꼭짓점 사이의 최단 거리선입니다. 항행경보가 뜻하는 선이며, 면적이 맞도록 파일에 점을 충분히 넣습니다.
law-heading = 이 수역에서 법이 요구하는 것
section-waters = 어느 나라 수역
waters-wait = 확인하는 중…
waters-share = { $zone }, { $size }
waters-zone = 수역
waters-coast = 가장 가까운 해안
waters-port = 가장 가까운 항구
waters-basis-tip = 수역의 근거입니다. 공식 경계 파일을 열면 계산된 경계보다 우선합니다.
spill-part = {$state} {$zone}에 {$percent}

## Whom an area would stop

section-scalpel = 누구를 멈추게 하는가
scalpel-no-tracks = 항적을 열면 이 구역이 해당 기간에 멈추게 할 선박을, 표시된 선박과 적법한 선박 모두 보여 줍니다.
scalpel-nobody = 없음: 해당 기간에 구역 안을 지난 항적이 없습니다.
scalpel-stops = 선박 { $n }척을 멈춤: 표시 { $flagged }척, 적법 { $lawful }척
scalpel-bar-tip = 멈추게 할 선박 중 왼쪽은 표시된 선박, 오른쪽은 적법한 선박입니다. 적법한 선박이 이 구역의 비용입니다.
scalpel-hours-name = 구역 안 시간
scalpel-hours = 표시 { $flagged }시간, 적법 { $lawful }시간
scalpel-precision = 정밀도
scalpel-precision-of = 멈추는 선박의 { $percent }가 표시된 선박
scalpel-recall = 재현율
scalpel-recall-of = 이곳의 표시된 선박 { $all }척 중 { $n }척({ $percent })
scalpel-recall-none = 이 기간 이곳에 표시된 선박 없음
scalpel-by-flag = 적법 선박의 국적
scalpel-by-class = 적법 선박의 종류
scalpel-no-flag = 알 수 없음
scalpel-others = 그 밖 { $n }
scalpel-vessel = { $name }, { $hours }시간
scalpel-searching = 이상 징후를 아직 찾는 중입니다. 표시된 선박이 더 늘어날 수 있습니다.
scalpel-flagged-are = 표시: 기각되지 않은 보통 이상 확신의 이상 징후에 나오거나 감시 목록에 있는 선박. 표시는 살펴볼 이유일 뿐 판정이 아닙니다.
scalpel-shrink = 안쪽 표시된 항적의 볼록 껍질로 줄이기
scalpel-shorten = 표시된 항적에 맞추어 기간 줄이기: { $from } ~ { $to }
scalpel-shift = 기간 옮기기: { $from } ~ { $to }
scalpel-saves = 적법 선박 { $before }척 대신 { $after }척, 그 시간 { $hours_before }시간 대신 { $hours_after }시간. 놓치는 표시된 선박은 없습니다.
scalpel-follow = 적용
scalpel-follow-tip = 구역을 이렇게 바꿉니다. 실행 취소 한 번으로 되돌립니다

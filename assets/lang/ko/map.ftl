## Colours of tracks

legend-speed-2 = 2 kn 미만
legend-speed-7 = 2~7 kn
legend-speed-12 = 7~12 kn
legend-speed-17 = 12~17 kn
legend-speed-more = 17 kn 이상
colour-by-nothing = 한 가지 색
colour-by-class = 선종
colour-by-flag = 국적
colour-by-speed = 속력
colour-by-vessel = 선박
colour-by-time = 시간
colour-by-finding = 이상 징후
legend-first-in = 시간 범위의 처음
legend-half-way = 중간
legend-last = 마지막
legend-others = 그 밖

## Legend

legend-density = 지점별 통과 항적
legend-one = 하나
legend-most = 최다
legend-time = 시간 범위 안의 시각
legend-first = 처음
legend-class = 선종
legend-flag = MMSI로 본 국적
legend-finding = 가장 중한 이상 징후
legend-finding-list = 감시 목록
legend-finding-transfer = 환적 의심, 흘수 변화
legend-finding-identity = 신원 또는 번호
legend-finding-silence = 무신호, 배회
legend-finding-position = 거짓 위치
legend-speed = 위치 사이의 속력

## Typing while drawing

typed-nothing = 38°43.2′N 125°24.0′E처럼 위도와 경도를 입력하십시오.
typed-one-centre = 원의 중심은 하나입니다. 그린 것이 없습니다.
typed-radius = 반지름(5 nm, 9.3 km, 500 m)이나 둘레의 한 점을 입력하십시오.
typed-centre-first = 중심이 먼저입니다. 중심의 위도와 경도를 입력하십시오.

## Hints in the status line

hint-circle-edge = 원이 끝나는 곳을 클릭하거나 T를 눌러 반지름 입력. Esc로 취소
hint-circle-centre = 중심에서 바깥쪽으로 끌거나 중심과 둘레를 클릭. T로 입력, Esc로 도구 놓기
wants-radius = 반지름 (5 nm, 9.3 km, 500 m)

## Beside the pointer

readout-radius = 반지름 { $leg }
readout-perimeter = 둘레 { $length }
readout-area = 면적 { $area }
readout-crosses = 윤곽선이 스스로 엇갈립니다
readout-moved = 이동 { $leg }
readout-back = 역방위 { $bearing }
readout-total = 합계 { $length }
rings-hours = { $hours }시간 · { $reach }
rings-back = 왕복 · { $reach }
typed-set = 적용
typed-set-tip = 이 좌표를 씁니다 (Enter)
typed-close-tip = 포인터로 돌아갑니다 (Esc)
typed-place = 여기에는 위치가 필요합니다. 위도와 경도를 입력하십시오.
wants-first-place = 첫 위치
wants-next-place = 다음 위치
hint-measure-keep = Enter를 누르면 계획에 남깁니다. 클릭하면 새로 재고, Esc를 누르면 치웁니다.
measured-name = 측정
hint-measure-anew = 클릭하면 새로 잽니다. Esc로 선 지우기
hint-measure-first = 끌거나 두 곳 이상을 클릭하면 거리와 진방위를 표시. Esc로 도구 놓기
hint-measure-next = 다음 위치를 클릭. Enter로 끝내기, Backspace로 하나 무르기, Esc로 지우기
hint-read-only-copy = 더 새로운 프로그램이 쓴 계획이라 읽기 전용입니다. 그리려면 다른 이름으로 저장하십시오
fault-drawn = 그릴 수 없습니다: { $cause }.
typed-corner = 여기에는 꼭짓점이 필요합니다. 위도와 경도를 입력하십시오.
wants-first-corners = 첫 꼭짓점, 또는 꼭짓점 목록
wants-next-corners = 다음 꼭짓점, 또는 여럿
hint-polygon-short = 구역에는 꼭짓점이 셋 필요합니다. 다음을 클릭하거나 Esc로 그만두기
hint-polygon-first = 첫 꼭짓점을 클릭하거나 T를 눌러 입력. Esc로 도구 놓기
hint-polygon-next = 다음 꼭짓점을 클릭. Backspace로 무르기, T로 입력, Esc로 취소
hint-polygon-close = 클릭하면 구역을 닫습니다
hint-polygon-more = 다음 꼭짓점을 클릭. Enter로 끝내기, Backspace로 무르기, T로 입력, Esc로 취소
typed-two-corners = 사각형은 마주 보는 두 모서리로 그립니다. 그린 것이 없습니다.
wants-opposite-corner = 맞은편 모서리
wants-first-corner = 첫 모서리
hint-rectangle-opposite = 맞은편 모서리를 클릭하거나 T를 눌러 입력. Esc로 취소
hint-rectangle-first = 한 모서리에서 맞은편까지 끌거나 둘을 클릭. T로 입력, Esc로 도구 놓기
wants-vertex = 꼭짓점
typed-no-vertex = 먼저 꼭짓점을 선택하십시오. 바뀐 것은 없습니다.
typed-vertex = 꼭짓점은 위치입니다. 위도와 경도를 입력하십시오.
typed-one-vertex = 꼭짓점은 한 곳인데 여러 곳을 입력했습니다.
hint-let-go = 놓으면 자리가 정해집니다. Esc로 제자리에
hint-vertex = 꼭짓점을 끌거나 T로 위치 입력, Delete로 삭제. Esc로 놓아두기
snap-vertex = { $name }의 꼭짓점
snap-edge = { $name }의 변
snap-coast = 해안선
snap-limit = { $nm }해리 한계선(계산값)
hint-vertices-many = 꼭짓점이 너무 많아 한 번에 표시할 수 없습니다. 확대한 뒤 옮기세요.
hint-vertices = 꼭짓점을 끌거나 변의 중간을 끌어 추가. Enter나 Esc로 마침
hint-beneath = Tab으로 아래에 겹친 것 선택. Esc로 선택 해제
hint-read-only = 더 새로운 프로그램이 쓴 계획이라 읽기 전용입니다
hint-selected = 끌어서 이동, 두 번 클릭하여 꼭짓점 편집, F2로 이름 바꾸기, Delete로 삭제
hint-select = 클릭하여 선택, Shift-클릭으로 더 선택

## Sources

map-sources = 출처
map-sources-title = 이 지도의 출처
map-not-for-navigation = 항해용이 아닙니다.
map-name = 지도

## Broken maps

map-coarser = { $what }. 그 자리에는 더 거친 타일을 보입니다
map-undrawable = 지도 타일 { $what }: 그릴 수 없어 더 거친 타일을 보입니다
map-not-started = { $what }: 지도를 시작할 수 없어 보이지 않습니다
map-beneath = { $what }. 그 자리에는 아래의 지도를 보입니다
map-no-address = 주소는 https:// 또는 http://로 시작해야 합니다
map-address-lacks = 주소에 { $what } 자리가 없습니다. 확대 단계, 열, 행의 자리에 { $all } 모두 있어야 합니다
map-no-thread = 열 수 있는 스레드가 없습니다
map-vector = 벡터 타일
map-pictures = 그림 타일
map-not-shown = 이 지도를 보이지 못합니다: { $cause }
map-online-not-shown = 온라인 지도를 보이지 못합니다: { $cause }
legend-stop = 머물 수 있었던 최장 시간(계산)
legend-stop-under = { $to } h 미만
legend-stop-from-to = { $from }~{ $to } h
legend-stop-from = { $from } h 이상

## Menus

menu-file = 파일
menu-edit = 편집
menu-view = 보기
menu-draw = 그리기
menu-shape = 도형
menu-help = 도움말
menu-language = 언어 / Language

## Actions

action-new-plan = 새 계획
action-open = 열기…
action-open-sample = 예제 열기
action-save = 계획 저장
action-save-as = 계획을 다른 이름으로 저장…
action-save-encrypted = 계획을 암호화하여 저장…
action-sign = 계획에 서명…
action-export-plan = 계획 내보내기…
action-export-tracks = 항적 내보내기…
action-map-picture = 지도 그림 저장…
action-import-report = 가져오기 보고서…
action-close-tracks = 항적 닫기
action-quit = 끝내기
action-undo = 되돌리기
action-redo = 다시 실행
action-delete = 삭제
action-duplicate = 복제
action-rename = 이름 바꾸기
action-plan-details = 계획 정보…
action-palette = 명령 찾기…
action-zoom-in = 확대
action-zoom-out = 축소
action-zoom-to-all = 전체 보기
action-zoom-to-selection = 선택한 것 보기
action-theme-day = 주간 색상
action-theme-dusk = 박명 색상
action-theme-night = 야간 색상
action-form-decimal = 좌표를 십진 도로 표시
action-form-ddm = 좌표를 도·분으로 표시
action-form-dms = 좌표를 도·분·초로 표시
action-form-mgrs = 좌표를 MGRS로 표시
action-map-settings = 지도와 해도 자료…
action-toggle-left = 왼쪽 패널
action-toggle-inspector = 속성 패널
action-toggle-timeline = 타임라인
action-play = 시간 재생
action-step-back = 한 단계 이전 시각으로
action-step-forward = 한 단계 다음 시각으로
action-follow = 선택한 선박 따라가기
action-tool-select = 선택과 이동
action-tool-polygon = 다각형 그리기
action-tool-rectangle = 사각형 그리기
action-tool-circle = 원 그리기
action-tool-measure = 거리와 방위 재기
action-new-area = 좌표로 새 구역 만들기…
action-type-corner = 다음 꼭짓점 좌표 입력…
action-shortcuts = 단축키
action-notice-log = 알림 기록
action-about = Cordon 정보
action-english = English
action-korean = 한국어

## Hints

hint-open = 항적, 초계구역, 계획, 지도를 엽니다. 파일의 종류는 내용을 보고 알아냅니다
hint-open-sample = 사흘 동안의 가상 선박 60여 척: 신호 두절, 해상 접촉, 구역 하나가 들어 있습니다
hint-tool-select = 클릭하여 선택, Tab으로 아래에 겹친 것 선택, 끌어서 이동, 두 번 클릭하여 꼭짓점 편집
hint-tool-polygon = 꼭짓점마다 클릭합니다. Enter나 두 번 클릭으로 끝내고, Backspace로 하나를 무릅니다
hint-tool-rectangle = 한 모서리에서 맞은편 모서리까지 끕니다
hint-tool-circle = 중심에서 바깥쪽으로 끕니다
hint-tool-measure = 두 곳 이상을 클릭하면 거리와 진방위를 알려 줍니다
hint-new-area = 흔히 쓰는 형식의 좌표를 입력하거나 붙여 넣으면 어떻게 읽었는지 보여 줍니다
hint-type-corner = 그리는 동안 다음 꼭짓점, 중심, 반지름을 입력하는 칸을 엽니다
hint-export-tracks = 선택한 선박, 목록의 선박, 또는 전체의 항적을 파일로 씁니다. 시간 범위 안의 것만 쓸 수도 있습니다
hint-map-picture = 지도에 보이는 것을 PNG나 SVG 그림으로 씁니다
hint-import-report = 무엇을 읽고, 남기고, 건너뛰었는지와 그 위치
hint-step = 재생할 때 1초에 지나가는 만큼의 시간
hint-follow = 시간이 흐르는 동안 지도가 선박을 따라 움직입니다
hint-map-settings = 지명, 수심, 경계선, 사용자 지도, 온라인 지도(켜기 전에는 꺼져 있음)
action-undo-what = 되돌리기: { $what }
action-redo-what = 다시 실행: { $what }
menu-recent = 최근 파일 열기

## Palette

palette-hint = 검색: 선박, 구역, 지명, 좌표, 명령
palette-search = 검색
palette-nothing = 이런 이름이 없습니다. 글자를 줄이거나 MMSI, 또는 38°43.2′N 125°24.0′E 같은 위치를 입력해 보십시오.
palette-no-name = 이름 없음
palette-position = 위치
palette-zone = 해역
palette-title = 명령 찾기
palette-go-to = 이동: { $place }

## Shapes and editing

action-tool-ring = 고리 그리기
action-tool-sector = 부채꼴 그리기
action-tool-corridor = 회랑 그리기
action-tool-route = 초계항로 그리기
action-tool-barrier = 차단선 그리기
action-tool-point = 지점 표시
action-tool-unit = 부대 배치
action-select-all = 모두 선택
action-copy = 복사
action-cut = 잘라내기
action-paste = 붙여넣기
action-join = 합치기
action-subtract = 빼기
action-intersect = 겹치는 부분
action-split = 선을 따라 자르기
action-grow = 넓히기 또는 줄이기…
action-simplify = 단순하게…
action-turn = 돌리기…
action-resize = 크기 바꾸기…
action-shift = 방위와 거리로 옮기기…
action-history = 편집 이력
hint-tool-ring = 중심 둘레의 두 반지름 사이: 중심을 클릭한 뒤 두 가장자리를 클릭합니다.
hint-tool-sector = 중심에서 두 방위 사이: 중심을 클릭한 뒤 시계 방향으로 두 변을 클릭합니다.
hint-tool-corridor = 항로를 따라 일정한 폭의 구역: 점을 클릭하고, T로 폭을 입력합니다.
hint-tool-route = 부대가 따라가는 선입니다.
hint-tool-barrier = 아무것도 들키지 않고 넘지 못하도록 감시하는 선입니다.
hint-tool-point = 기억할 장소: 한 번 클릭합니다.
hint-tool-unit = 초계함, 항공기, 헬리콥터 또는 드론: 한 번 클릭한 뒤 능력을 입력합니다.
hint-copy = 이 프로그램과 다른 프로그램이 읽는 GeoJSON 글로 복사합니다.
hint-paste = 도형, 좌표 또는 항행경보를 붙여 넣습니다.
hint-join = 선택한 구역을 하나로 합칩니다. 처음 것의 이름과 임무가 남습니다.
hint-subtract = 처음 선택한 구역에서 나머지가 덮는 부분을 뺍니다.
hint-intersect = 선택한 구역이 모두 겹치는 곳에 새 구역을 만듭니다.
hint-split = 구역과 선을 선택하면 선이 지나는 곳에서 구역을 자릅니다.
hint-grow = 해리 단위 거리만큼 넓힙니다. 음수는 줄입니다.
hint-simplify = 윤곽에 필요 없는 꼭짓점을 뺍니다.
hint-turn = 선택한 것의 가운데를 중심으로 시계 방향으로 돌립니다.
hint-resize = 선택한 것의 가운데를 중심으로 배율만큼 바꿉니다.
hint-history = 모든 편집입니다. 클릭하면 그때로 갑니다.
action-merge = 상대방 버전과 병합…
hint-merge = 양쪽에서 바꾼 것을 합칩니다. 서로 다르게 바꾼 것은 나란히 보여 줍니다.
hint-save-encrypted = 암호를 걸거나 바꾸어 계획을 저장합니다
hint-sign = 자신의 키로 계획에 서명합니다. 다른 사람이 확인할 수 있습니다
action-versions = 버전…
hint-versions = 저장할 때마다 버전이 남습니다. 비교하거나 되돌아갈 수 있습니다.
action-conflicts = 충돌 해결…
hint-conflicts = 병합 뒤에 결정할 것이 남아 있습니다.
action-briefing = 브리핑 문서…
hint-briefing = 계획을 전달할 문서로 씁니다. PDF 또는 브라우저용 HTML

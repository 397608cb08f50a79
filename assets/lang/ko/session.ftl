## Jobs

job-fault = { $title }: 내부 오류로 작업이 중단되었습니다. 바뀐 것은 없습니다

## Edits

session-adopt-zones = 해역 { $n }개 가져오기
edit-to-front = 맨 앞으로 가져오기: { $name }
edit-to-back = 맨 뒤로 보내기: { $name }
edit-put = 지도에 놓기: { $name }
edit-change = { $field } 변경: { $name }
edit-rename = 이름 바꾸기: { $old } → { $new }
edit-make = 종류 변경: { $name } → { $kind }
edit-assign = 배정: { $unit } → { $name }
edit-take-off = 배정 해제: { $unit } ← { $name }
edit-period = 기간 변경: { $name }
verb-move-centre = 중심 이동
verb-change-radius = 반지름 변경
verb-move-corner = 모서리 이동
verb-change-bearing = 방위 변경
verb-change-width = 폭 변경
verb-move-point = 점 이동
edit-verb-of = { $verb }: { $name }
edit-plain-polygon = 다각형으로 바꾸기: { $name }
edit-move = 이동: { $name }
edit-move-vertex = 꼭짓점 { $n } 이동: { $name }
edit-insert-vertex = 꼭짓점 넣기: { $name }
edit-delete-vertex = 꼭짓점 삭제: { $name }
edit-details = 계획 정보 변경
edit-add = 추가: { $name }
edit-delete = 삭제: { $name }
edit-delete-features = 항목 { $n }개 삭제
copy-of = { $name } (사본)
edit-duplicate = 복제: { $name }
verb-move-vertex = 꼭짓점 이동
verb-insert-vertex = 꼭짓점 넣기
verb-move = 이동
edit-move-features = 항목 { $n }개 이동
job-open-sample = 예제 여는 중
job-writing = 쓰는 중: { $name }
job-reading = 읽는 중: { $name }
job-reading-more = 읽는 중: { $name } 외 { $n }개
job-drawing = 그리는 중: { $name }
job-saving = 저장 중: { $name }
job-keeping = 다음에 바로 열리도록 항적 보관 중
job-silences = 두절 찾는 중
job-settings = 설정 저장 중
job-coasts = 해안선 읽는 중
job-limits = 공식 경계 읽는 중
job-vessels = 선박 찾는 중
job-track = 항적 계산 중
edit-adopt = 가져오기: { $name }
adopted-from = 가져온 곳: { $layer }

## Notices

notice-read-only = 더 새로운 Cordon이 쓴 계획이라 읽기 전용으로 열려 있습니다. 바뀐 것은 없습니다.
notice-not-edited = { $label }: { $cause }. 계획은 그대로입니다
notice-no-tracks = 내보낼 항적이 없습니다. 쓴 것은 없습니다
notice-saved = 항목 { $n }개를 저장했습니다: { $path }
notice-other-version = 연 뒤에 다른 사람이 파일을 바꾸었습니다: { $name }. 그 판은 { $other }에 보관했습니다
notice-took-up = { $time }의 저장하지 않은 작업을 이어서 합니다(항목 { $n }개)
notice-older-plans = 저장하지 않은 이전 계획 { $n }개를 보관하고 다음 시작 때 다시 물어봅니다
notice-limits-left-out = 공식 경계 { $n }개는 꼭짓점이 너무 많아 수역 판별에 쓰지 않습니다
notice-silences-stopped = 중단했습니다. 두절은 전과 같이 보입니다
sample-name = 예제
notice-zones-skipped = { $name }: 해역 { $all }개 중 { $n }개를 건너뛰고 { $repaired }곳을 고쳤습니다. 가져오기 보고서를 보십시오
notice-rows-skipped = { $name }: { $all }행 중 { $n }행을 건너뛰었습니다. 가져오기 보고서를 보십시오
notice-newer = { $path }: 더 새로운 Cordon이 쓴 파일이라 읽기 전용으로 열었습니다
notice-not-saved = 계획을 저장하지 못했습니다. 작업은 보관되어 있습니다: { $cause }
notice-not-kept = 다음에 바로 열 수 있도록 항적을 보관하지 못했습니다. 다음에는 다시 읽습니다: { $cause }
notice-settings = 설정과 최근 파일을 저장하지 못했습니다: { $cause }
notice-stopped-reading = 읽기를 중단했습니다. 연 것은 없습니다: { $name }
notice-not-opened = 열지 못했습니다: { $cause }
notice-not-written = 쓰지 못했습니다: { $cause }
notice-no-fix-in-window = 시간 범위 안에 이 선박들의 위치가 없습니다. 파일을 쓰지 않았습니다: { $path }
notice-wrote-tracks = 선박 { $vessels }척의 항적(위치 { $fixes }개)을 썼습니다: { $path }
notice-stopped-writing = 중단했습니다. 파일을 쓰지 않았습니다: { $path }
notice-wrote = 파일을 썼습니다: { $path }
notice-journal-folder = 작업 보관 폴더를 쓸 수 없습니다({ $cause }). 자주 저장하십시오: { $path }
notice-journal = 작업을 보관하지 못했습니다({ $cause }). 지금 계획을 저장하십시오
job-whose-water = 어느 나라 수역

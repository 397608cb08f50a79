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

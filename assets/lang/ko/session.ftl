## Jobs

job-fault = { $title }: 내부 오류로 작업이 중단되었습니다. 바뀐 것은 없습니다

## Edits

session-adopt-zones = 해역 { $n }개 가져오기

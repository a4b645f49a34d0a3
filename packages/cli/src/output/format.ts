/** The forms of a result. `table` and `wide` are for people, the others for programs. */
export type OutputFormat = 'table' | 'wide' | 'json' | 'ndjson' | 'csv' | 'name' | 'sarif';

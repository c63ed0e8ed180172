/**
 * Every limit of Convex that this host enforces. "docs" is docs.convex.dev/production/state/limits; the other sources are
 * files of the open source backend (get-convex/convex-backend, `crates/`). It stands in the lowest layer because the data
 * layer imports nothing above itself.
 */
const KiB = 1024;
const MiB = 1024 * KiB;

/** Values, wherever they are: documents, arguments and results (value/src/{array,object,size}.rs). */
export const MAX_ARRAY_LENGTH = 8192;
export const MAX_OBJECT_FIELDS = 1024;
/** An empty array or object is one level. */
export const MAX_VALUE_NESTING = 64;

/** docs; value/src/size.rs. Without `_id` and `_creationTime` when a document is inserted or replaced. */
export const MAX_DOCUMENT_BYTES = MiB;
/** docs; common/src/document.rs. */
export const MAX_DOCUMENT_NESTING = 16;

/** Tables, indexes, fields of schemas (convex/sync_types/src/identifier.rs). */
export const MAX_IDENTIFIER_LENGTH = 64;

/** docs. The backend's own ceiling for all kinds together is 64. */
export const MAX_INDEXES_PER_TABLE = 32;
export const MAX_SEARCH_INDEXES_PER_TABLE = 4;
export const MAX_VECTOR_INDEXES_PER_TABLE = 4;
/** docs; common/src/bootstrap_model/index. */
export const MAX_INDEX_FIELDS = 16;
export const MAX_FILTER_FIELDS = 16;
/** docs; common/src/bootstrap_model/index/vector_index/dimensions.rs. */
export const MIN_VECTOR_DIMENSIONS = 2;
export const MAX_VECTOR_DIMENSIONS = 4096;
/** docs. */
export const MAX_TABLES = 10_000;

/** What one query or mutation may use, with everything that is nested in it (common/src/knobs.rs). */
export const TRANSACTION_LIMITS = {
  bytesRead: 16 * MiB,
  bytesWritten: 16 * MiB,
  /** Distinct index ranges and point reads. */
  databaseQueries: 4096,
  documentsRead: 32_000,
  documentsWritten: 16_000,
  functionsScheduled: 1000,
  scheduledFunctionArgsBytes: 16 * MiB,
  filesWritten: 1000,
  fileWriteBytes: 16 * MiB,
  filesRead: 1000,
  fileReadBytes: 16 * MiB,
};

/** Text search (search/src/constants.rs). Words beyond the first 16 are ignored. */
export const MAX_SEARCH_WORDS = 16;
/** A word of this many bytes or more is not searched for. */
export const SEARCH_WORD_LIMIT_BYTES = 32;
export const MAX_SEARCH_FILTERS = 8;
/** What a search finds at most; reading on is an error. */
export const MAX_SEARCH_RESULTS = 1024;
/** Words and filters that a search looks up, with the words that start with the last one. */
export const MAX_SEARCH_LOOKUPS = 64;

/** Vector search (vector/src/lib.rs). */
export const DEFAULT_VECTOR_RESULTS = 10;
export const MAX_VECTOR_RESULTS = 256;
export const MAX_VECTOR_CONDITIONS = 64;

/** docs; FUNCTION_MAX_ARGS_SIZE and FUNCTION_MAX_RESULT_SIZE in common/src/knobs.rs. */
export const MAX_ARGUMENT_BYTES = 16 * MiB;
export const MAX_RESULT_BYTES = 16 * MiB;
/** docs; HTTP_ACTION_BODY_LIMIT in isolate/src/environment/action. */
export const MAX_HTTP_RESPONSE_BYTES = 20 * MiB;

/** MAX_LOG_LINES in isolate/src/environment; the last one says that lines were omitted. */
export const MAX_LOG_LINES = 256;
/** MAX_LOG_LINE_LENGTH in common/src/log_lines.rs. */
export const MAX_LOG_LINE_LENGTH = 32_768;

/** docs: user code of a query or mutation; time in syscalls is not counted. */
export const MAX_USER_MS = 1000;
/** All syscalls of a query or mutation. Convex allows 15 s; here they stop everybody else meanwhile. */
export const MAX_SYSCALL_MS = 3000;
/** docs: "use node"; 30 minutes for the default runtime since July 2026. */
export const MAX_ACTION_MS = 600_000;
/** Not of Convex, where an action has a thread of its own: how long one may run without returning to the event loop. */
export const MAX_ACTION_STRETCH_MS = 2000;
/** How deep queries, mutations and actions may call each other (MAX_REACTOR_CALL_DEPTH in common/src/knobs.rs). */
export const MAX_CALL_DEPTH = 8;

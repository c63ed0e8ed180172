import { createCipheriv, createDecipheriv, createHash, createHmac } from "node:crypto";
import type { QueryJson } from "./query-json";

/** After a key, or at the end of the range. */
export type Position = { readonly after: string } | "end";

const FINGERPRINT_BYTES = 8;
const CIPHER = "aes-256-gcm";
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/** Identifies a query and the fields of its index: a cursor is a place in one order only. */
export function fingerprintOf(query: QueryJson, fields: readonly string[]): Buffer {
  const text = JSON.stringify([query, fields]);
  return createHash("sha256").update(text).digest().subarray(0, FINGERPRINT_BYTES);
}

/**
 * Cursors of one query. They are encrypted, as they hold values of documents, and authentic. The same position is
 * always the same cursor, or every run of a live page would answer something new.
 */
export class CursorCodec {
  constructor(
    private readonly key: Uint8Array,
    private readonly fingerprint: Buffer,
  ) {}

  /** Holds the fingerprint, followed by the UTF-16 key unless the position is the end. */
  encode(position: Position): string {
    const after = position === "end" ? Buffer.alloc(0) : Buffer.from(position.after, "utf16le");
    return seal(this.key, Buffer.concat([this.fingerprint, after]));
  }

  /** Throws Convex's InvalidCursor error unless the cursor was made by the same query in the same database. */
  decode(cursor: string): Position {
    const content = unseal(this.key, cursor);
    if (!content.subarray(0, FINGERPRINT_BYTES).equals(this.fingerprint)) {
      throw new Error(
        "InvalidCursor: Tried to run a query starting from a cursor, but it looks like this cursor is from a different query.",
      );
    }
    if (content.length === FINGERPRINT_BYTES) return "end";
    return { after: content.subarray(FINGERPRINT_BYTES).toString("utf16le") };
  }
}

/** The nonce is a keyed hash of the content, so it repeats with the same content only. */
function seal(key: Uint8Array, content: Buffer): string {
  const nonce = createHmac("sha256", key).update(content).digest().subarray(0, NONCE_BYTES);
  const cipher = createCipheriv(CIPHER, key, nonce);
  return Buffer.concat([nonce, cipher.update(content), cipher.final(), cipher.getAuthTag()]).toString("base64url");
}

function unseal(key: Uint8Array, cursor: string): Buffer {
  const bytes = Buffer.from(cursor, "base64url");
  try {
    const decipher = createDecipheriv(CIPHER, key, bytes.subarray(0, NONCE_BYTES), { authTagLength: TAG_BYTES });
    decipher.setAuthTag(bytes.subarray(-TAG_BYTES));
    return Buffer.concat([decipher.update(bytes.subarray(NONCE_BYTES, -TAG_BYTES)), decipher.final()]);
  } catch (error) {
    throw new Error("InvalidCursor: Failed to parse cursor", { cause: error });
  }
}

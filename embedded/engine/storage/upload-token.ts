import { createHmac, randomBytes, timingSafeEqual } from "node:crypto";
import { StorageError } from "./storage-error";

/** As Convex: "The upload URL expires in 1 hour". */
const VALID_SECONDS = 3600;
const INVALID = "Couldn't decode the StoreFileAuthorization token";

interface Claims {
  readonly component: string;
  /** Seconds since the epoch. */
  readonly issued: number;
}

/**
 * Upload URLs carry what they allow, signed: nothing is kept per URL, and with a key that outlives the process so do they.
 * As in Convex, a token may be used more than once while it is valid.
 */
export class UploadTokens {
  readonly #key: Uint8Array;

  constructor(key: Uint8Array) {
    this.#key = key;
  }

  issue(component: string): string {
    const claims: Claims = { component, issued: nowSeconds() };
    const payload = Buffer.from(JSON.stringify({ ...claims, nonce: randomBytes(12).toString("base64url") }));
    return `${payload.toString("base64url")}.${this.#sign(payload).toString("base64url")}`;
  }

  /** The component that may be uploaded to. @throws StorageError */
  check(token: string): string {
    const [payload = "", signature = ""] = token.split(".").map((part) => Buffer.from(part, "base64url"));
    if (!this.#signed(Buffer.from(payload), Buffer.from(signature))) {
      throw new StorageError("unauthenticated", "StorageTokenInvalid", INVALID);
    }
    const { component, issued } = JSON.parse(payload.toString()) as Claims;
    if (issued + VALID_SECONDS <= nowSeconds()) {
      throw new StorageError("unauthenticated", "StorageTokenExpired", "Store File Authorization expired");
    }
    return component;
  }

  #signed(payload: Buffer, signature: Buffer): boolean {
    const expected = this.#sign(payload);
    return signature.length === expected.length && timingSafeEqual(signature, expected);
  }

  #sign(payload: Uint8Array): Buffer {
    return createHmac("sha256", this.#key).update(payload).digest();
  }
}

function nowSeconds(): number {
  return Math.floor(Date.now() / 1000);
}

/** Discovery documents and key sets have a few kB. */
const MAX_BYTES = 1024 * 1024;

/**
 * Gets JSON of a provider. A redirect is not followed, because only the configured issuer may say where its keys are;
 * an answer that is too large or too slow is given up. Rejects unless the status is 200.
 */
export async function fetchProvider(fetcher: typeof fetch, url: string, timeoutMs: number): Promise<Response> {
  const signal = AbortSignal.timeout(timeoutMs);
  const response = await fetcher(url, { signal, redirect: "manual", headers: { Accept: "application/json" } });
  if (response.status !== 200) {
    await response.body?.cancel();
    throw new Error(`status ${response.status}`);
  }
  return new Response(await bounded(response), { headers: { "Content-Type": "application/json" } });
}

async function bounded(response: Response): Promise<Uint8Array<ArrayBuffer>> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body ?? []) {
    size += chunk.length;
    // Leaving the loop cancels the body.
    if (size > MAX_BYTES) throw new Error(`the answer is larger than ${MAX_BYTES} bytes`);
    chunks.push(chunk);
  }
  return new Uint8Array(Buffer.concat(chunks));
}

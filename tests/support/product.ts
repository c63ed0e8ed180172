import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { freePorts } from "./free-ports";

/** The whole product as `npm start` runs it, in a process of its own, on free ports and a fresh data directory. */
export class Product {
  readonly webUrl: string;
  readonly convexUrl: string;
  output = "";
  #child: ChildProcess | null = null;

  private constructor(
    readonly env: Readonly<Record<string, string>>,
    readonly checkout: string,
  ) {
    this.webUrl = `http://127.0.0.1:${env.PORT}`;
    this.convexUrl = `http://127.0.0.1:${env.CONVEX_PORT}`;
  }

  /** Starts nothing yet. `env` overrides the chosen ports, directory and speed. */
  static async prepare(env: Record<string, string> = {}, checkout = process.cwd()): Promise<Product> {
    const port = await freePorts(3);
    const dataDir = mkdtempSync(join(tmpdir(), "arena-data-"));
    return new Product({ PORT: `${port}`, CONVEX_PORT: `${port + 1}`, DATA_DIR: dataDir, ...env }, checkout);
  }

  static async start(env: Record<string, string> = {}): Promise<Product> {
    const product = await Product.prepare(env);
    await product.start();
    return product;
  }

  #spawn(): ChildProcess {
    // Node itself, not npm: signals then reach the product, and the exit code is its own.
    const child = spawn(process.execPath, ["--import", "tsx", "embedded/cli/start.ts"], {
      cwd: this.checkout,
      env: { PATH: process.env.PATH, HOME: process.env.HOME, ...this.env },
      stdio: ["ignore", "pipe", "pipe"],
    });
    this.output = "";
    for (const stream of [child.stdout, child.stderr]) stream?.on("data", (chunk) => (this.output += chunk));
    return child;
  }

  /** Resolves when the banner is printed; rejects with the output if the process ends before. */
  async start(): Promise<void> {
    const child = this.#spawn();
    this.#child = child;
    await new Promise<void>((resolve, reject) => {
      child.stdout?.on("data", () => this.output.includes("ArenaAI is live") && resolve());
      child.once("exit", (code) => reject(new Error(`The product ended with ${code}:\n${this.output}`)));
    });
  }

  /** Runs a start that is expected to fail: its exit code and all it printed. */
  async startAndFail(): Promise<{ code: number | null; output: string }> {
    const child = this.#spawn();
    const [code] = (await once(child, "close")) as [number | null];
    return { code, output: this.output };
  }

  async #end(signal: NodeJS.Signals): Promise<number | null> {
    const child = this.#child;
    if (!child || child.exitCode !== null || child.signalCode !== null) return child?.exitCode ?? null;
    child.kill(signal);
    const [code] = (await once(child, "exit")) as [number | null];
    return code;
  }

  /** Ctrl-C; answers the exit code. */
  stop(): Promise<number | null> {
    return this.#end("SIGINT");
  }

  /** No chance to clean up: what a crash or a power cut leaves. */
  async kill(): Promise<void> {
    await this.#end("SIGKILL");
  }
}

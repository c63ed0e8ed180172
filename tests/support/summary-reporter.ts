import type { Reporter, TestModule, TestRunEndReason } from "vitest/node";

/** Ends every run with one plain line, `N passed, N failed`, that machines and people read alike. */
export default class SummaryReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], unhandled: readonly unknown[], reason: TestRunEndReason): void {
    const tests = modules.flatMap((module) => [...module.children.allTests()]);
    const count = (state: string) => tests.filter((test) => test.result().state === state).length;
    const broken = modules.filter((module) => module.errors().length > 0).length + unhandled.length;
    // A set-up that fails runs no test at all, and must not read as a success.
    const failed = count("failed") + broken || (reason === "passed" ? 0 : 1);
    const skipped = count("skipped");
    const tail = skipped > 0 ? `, ${skipped} skipped` : "";
    console.log(`${count("passed")} passed, ${failed} failed${tail}`);
  }
}

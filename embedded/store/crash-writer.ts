/** Test program: writes to the store in argv[2] until it is killed, and prints each number once its commit is durable. */
import { openStore } from "./store";

const store = openStore({ path: process.argv[2]! });
for (let n = 0; ; n++) {
  const tx = store.begin();
  tx.insert("", "numbers", { n, padding: "x".repeat(n % 3000) });
  store.commit(tx);
  // Several commits share a flush, as in the host.
  if (n % 3 === 2) {
    store.flush();
    process.stdout.write(`${n}\n`);
  }
}

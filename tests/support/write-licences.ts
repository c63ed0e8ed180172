import { writeFileSync } from "node:fs";
import { licencesPage } from "./licences";
import { readLockfile } from "./lockfile";

writeFileSync("docs/licences.md", licencesPage(readLockfile().packages));

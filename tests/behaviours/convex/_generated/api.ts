// Kept by hand: the shape of what `convex codegen` writes for this directory.
import {
  anyApi,
  componentsGeneric,
  type ApiFromModules,
  type FilterApi,
  type FunctionReference,
  type FunctionType,
} from "convex/server";
import type { TallyApi } from "../../tally/_generated/component";
import type * as books from "../books";
import type * as calls from "../calls";
import type * as checked from "../checked";
import type * as failing from "../failing";
import type * as files from "../files";
import type * as globals from "../globals";
import type * as jobs from "../jobs";
import type * as limits from "../limits";
import type * as meta from "../meta";
import type * as nestedDeep from "../nested/deep";
import type * as stamps from "../stamps";
import type * as tallies from "../tallies";
import type * as who from "../who";

type Modules = ApiFromModules<{
  books: typeof books;
  calls: typeof calls;
  checked: typeof checked;
  failing: typeof failing;
  files: typeof files;
  globals: typeof globals;
  jobs: typeof jobs;
  limits: typeof limits;
  meta: typeof meta;
  "nested/deep": typeof nestedDeep;
  stamps: typeof stamps;
  tallies: typeof tallies;
  who: typeof who;
}>;

export const api = anyApi as unknown as FilterApi<Modules, FunctionReference<FunctionType>>;
export const internal = anyApi as unknown as FilterApi<Modules, FunctionReference<FunctionType, "internal">>;
export const components = componentsGeneric() as unknown as { tally: TallyApi; second: TallyApi };

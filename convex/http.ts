import { httpRouter } from "convex/server";
import { auth } from "./auth";

const http = httpRouter();

// OIDC discovery and JWKS, which auth.config.ts points to.
auth.addHttpRoutes(http);

export default http;

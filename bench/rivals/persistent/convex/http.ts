import { httpRouter } from "convex/server";
import { run } from "./messages";

const http = httpRouter();
http.route({ path: "/run", method: "POST", handler: run });

export default http;

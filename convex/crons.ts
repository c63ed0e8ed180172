import { cronJobs } from "convex/server";
import { internal } from "./_generated/api";

const crons = cronJobs();

// Viewers find a lost turn sooner; this is for battles that nobody watches.
crons.interval("reap lost turns", { minutes: 1 }, internal.turns.sweep, {});

export default crons;

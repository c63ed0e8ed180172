import { cronJobs } from "convex/server";
import { internal } from "./_generated/api";

const crons = cronJobs();

// Viewers find a lost turn sooner; this is for battles that nobody watches.
crons.interval("reap lost turns", { minutes: 1 }, internal.turns.sweep, {});

// Money that a lost call had set aside is free again after 15 to 20 minutes.
crons.interval("close lost calls", { minutes: 5 }, internal.usage.sweep, {});

// An interval begins when it is deployed, so the first sync does not wait for 6 hours.
crons.interval("sync models", { hours: 6 }, internal.models.sync, {});

// What has been kept for long enough; at night in most places.
crons.cron("retention", "17 3 * * *", internal.retention.run, {});

export default crons;

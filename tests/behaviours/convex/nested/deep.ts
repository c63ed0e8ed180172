import { v } from "convex/values";
import { query } from "../_generated/server";

export const echo = query({ args: { text: v.string() }, handler: (_ctx, { text }) => text });

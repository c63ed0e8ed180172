/* eslint-disable */
/**
 * Generated `api` utility.
 *
 * THIS CODE IS AUTOMATICALLY GENERATED.
 *
 * To regenerate, run `npx convex dev`.
 * @module
 */

import type * as auth from "../auth.js";
import type * as battles from "../battles.js";
import type * as crons from "../crons.js";
import type * as fight from "../fight.js";
import type * as http from "../http.js";
import type * as model_access from "../model/access.js";
import type * as model_append from "../model/append.js";
import type * as model_battles from "../model/battles.js";
import type * as model_claim from "../model/claim.js";
import type * as model_errors from "../model/errors.js";
import type * as model_fighters from "../model/fighters.js";
import type * as model_finalize from "../model/finalize.js";
import type * as model_leases from "../model/leases.js";
import type * as model_limits from "../model/limits.js";
import type * as model_prompts from "../model/prompts.js";
import type * as model_reap from "../model/reap.js";
import type * as model_rooms from "../model/rooms.js";
import type * as model_settings from "../model/settings.js";
import type * as model_stateMachine from "../model/stateMachine.js";
import type * as model_surrogates from "../model/surrogates.js";
import type * as model_textBlocks from "../model/textBlocks.js";
import type * as model_textHash from "../model/textHash.js";
import type * as model_turns from "../model/turns.js";
import type * as model_validators from "../model/validators.js";
import type * as models from "../models.js";
import type * as providers_availability from "../providers/availability.js";
import type * as providers_classify from "../providers/classify.js";
import type * as providers_completion from "../providers/completion.js";
import type * as providers_deadlines from "../providers/deadlines.js";
import type * as providers_openrouter from "../providers/openrouter.js";
import type * as providers_provider from "../providers/provider.js";
import type * as providers_records from "../providers/records.js";
import type * as providers_select from "../providers/select.js";
import type * as providers_sparring_audits from "../providers/sparring/audits.js";
import type * as providers_sparring_catalogue from "../providers/sparring/catalogue.js";
import type * as providers_sparring_chat from "../providers/sparring/chat.js";
import type * as providers_sparring_clock from "../providers/sparring/clock.js";
import type * as providers_sparring_compose from "../providers/sparring/compose.js";
import type * as providers_sparring_domain from "../providers/sparring/domain.js";
import type * as providers_sparring_domains from "../providers/sparring/domains.js";
import type * as providers_sparring_domainsOfLife from "../providers/sparring/domainsOfLife.js";
import type * as providers_sparring_domainsOfWork from "../providers/sparring/domainsOfWork.js";
import type * as providers_sparring_embeddings from "../providers/sparring/embeddings.js";
import type * as providers_sparring_faultRequest from "../providers/sparring/faultRequest.js";
import type * as providers_sparring_faults from "../providers/sparring/faults.js";
import type * as providers_sparring_judge from "../providers/sparring/judge.js";
import type * as providers_sparring_keyphrases from "../providers/sparring/keyphrases.js";
import type * as providers_sparring_listings from "../providers/sparring/listings.js";
import type * as providers_sparring_plan from "../providers/sparring/plan.js";
import type * as providers_sparring_player from "../providers/sparring/player.js";
import type * as providers_sparring_prng from "../providers/sparring/prng.js";
import type * as providers_sparring_promptReader from "../providers/sparring/promptReader.js";
import type * as providers_sparring_quotes from "../providers/sparring/quotes.js";
import type * as providers_sparring_reasons from "../providers/sparring/reasons.js";
import type * as providers_sparring_script from "../providers/sparring/script.js";
import type * as providers_sparring_sparring from "../providers/sparring/sparring.js";
import type * as providers_sparring_voices_firebrand from "../providers/sparring/voices/firebrand.js";
import type * as providers_sparring_voices_jester from "../providers/sparring/voices/jester.js";
import type * as providers_sparring_voices_professor from "../providers/sparring/voices/professor.js";
import type * as providers_sparring_voices_reasoner from "../providers/sparring/voices/reasoner.js";
import type * as providers_sparring_voices_researcher from "../providers/sparring/voices/researcher.js";
import type * as providers_sparring_voices_socrates from "../providers/sparring/voices/socrates.js";
import type * as providers_sparring_voices_voice from "../providers/sparring/voices/voice.js";
import type * as providers_sparring_wire from "../providers/sparring/wire.js";
import type * as providers_sparring_wording from "../providers/sparring/wording.js";
import type * as providers_surrogates from "../providers/surrogates.js";
import type * as providers_transport from "../providers/transport.js";
import type * as rooms from "../rooms.js";
import type * as seed from "../seed.js";
import type * as streaming_batcher from "../streaming/batcher.js";
import type * as streaming_clock from "../streaming/clock.js";
import type * as streaming_cutText from "../streaming/cutText.js";
import type * as streaming_retryPolicy from "../streaming/retryPolicy.js";
import type * as streaming_turnRunner from "../streaming/turnRunner.js";
import type * as streaming_turnWriter from "../streaming/turnWriter.js";
import type * as streaming_watch from "../streaming/watch.js";
import type * as turns from "../turns.js";

import type {
  ApiFromModules,
  FilterApi,
  FunctionReference,
} from "convex/server";

declare const fullApi: ApiFromModules<{
  auth: typeof auth;
  battles: typeof battles;
  crons: typeof crons;
  fight: typeof fight;
  http: typeof http;
  "model/access": typeof model_access;
  "model/append": typeof model_append;
  "model/battles": typeof model_battles;
  "model/claim": typeof model_claim;
  "model/errors": typeof model_errors;
  "model/fighters": typeof model_fighters;
  "model/finalize": typeof model_finalize;
  "model/leases": typeof model_leases;
  "model/limits": typeof model_limits;
  "model/prompts": typeof model_prompts;
  "model/reap": typeof model_reap;
  "model/rooms": typeof model_rooms;
  "model/settings": typeof model_settings;
  "model/stateMachine": typeof model_stateMachine;
  "model/surrogates": typeof model_surrogates;
  "model/textBlocks": typeof model_textBlocks;
  "model/textHash": typeof model_textHash;
  "model/turns": typeof model_turns;
  "model/validators": typeof model_validators;
  models: typeof models;
  "providers/availability": typeof providers_availability;
  "providers/classify": typeof providers_classify;
  "providers/completion": typeof providers_completion;
  "providers/deadlines": typeof providers_deadlines;
  "providers/openrouter": typeof providers_openrouter;
  "providers/provider": typeof providers_provider;
  "providers/records": typeof providers_records;
  "providers/select": typeof providers_select;
  "providers/sparring/audits": typeof providers_sparring_audits;
  "providers/sparring/catalogue": typeof providers_sparring_catalogue;
  "providers/sparring/chat": typeof providers_sparring_chat;
  "providers/sparring/clock": typeof providers_sparring_clock;
  "providers/sparring/compose": typeof providers_sparring_compose;
  "providers/sparring/domain": typeof providers_sparring_domain;
  "providers/sparring/domains": typeof providers_sparring_domains;
  "providers/sparring/domainsOfLife": typeof providers_sparring_domainsOfLife;
  "providers/sparring/domainsOfWork": typeof providers_sparring_domainsOfWork;
  "providers/sparring/embeddings": typeof providers_sparring_embeddings;
  "providers/sparring/faultRequest": typeof providers_sparring_faultRequest;
  "providers/sparring/faults": typeof providers_sparring_faults;
  "providers/sparring/judge": typeof providers_sparring_judge;
  "providers/sparring/keyphrases": typeof providers_sparring_keyphrases;
  "providers/sparring/listings": typeof providers_sparring_listings;
  "providers/sparring/plan": typeof providers_sparring_plan;
  "providers/sparring/player": typeof providers_sparring_player;
  "providers/sparring/prng": typeof providers_sparring_prng;
  "providers/sparring/promptReader": typeof providers_sparring_promptReader;
  "providers/sparring/quotes": typeof providers_sparring_quotes;
  "providers/sparring/reasons": typeof providers_sparring_reasons;
  "providers/sparring/script": typeof providers_sparring_script;
  "providers/sparring/sparring": typeof providers_sparring_sparring;
  "providers/sparring/voices/firebrand": typeof providers_sparring_voices_firebrand;
  "providers/sparring/voices/jester": typeof providers_sparring_voices_jester;
  "providers/sparring/voices/professor": typeof providers_sparring_voices_professor;
  "providers/sparring/voices/reasoner": typeof providers_sparring_voices_reasoner;
  "providers/sparring/voices/researcher": typeof providers_sparring_voices_researcher;
  "providers/sparring/voices/socrates": typeof providers_sparring_voices_socrates;
  "providers/sparring/voices/voice": typeof providers_sparring_voices_voice;
  "providers/sparring/wire": typeof providers_sparring_wire;
  "providers/sparring/wording": typeof providers_sparring_wording;
  "providers/surrogates": typeof providers_surrogates;
  "providers/transport": typeof providers_transport;
  rooms: typeof rooms;
  seed: typeof seed;
  "streaming/batcher": typeof streaming_batcher;
  "streaming/clock": typeof streaming_clock;
  "streaming/cutText": typeof streaming_cutText;
  "streaming/retryPolicy": typeof streaming_retryPolicy;
  "streaming/turnRunner": typeof streaming_turnRunner;
  "streaming/turnWriter": typeof streaming_turnWriter;
  "streaming/watch": typeof streaming_watch;
  turns: typeof turns;
}>;

/**
 * A utility for referencing Convex functions in your app's public API.
 *
 * Usage:
 * ```js
 * const myFunctionReference = api.myModule.myFunction;
 * ```
 */
export declare const api: FilterApi<
  typeof fullApi,
  FunctionReference<any, "public">
>;

/**
 * A utility for referencing Convex functions in your app's internal API.
 *
 * Usage:
 * ```js
 * const myFunctionReference = internal.myModule.myFunction;
 * ```
 */
export declare const internal: FilterApi<
  typeof fullApi,
  FunctionReference<any, "internal">
>;

export declare const components: {};

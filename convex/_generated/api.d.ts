/* eslint-disable */
/**
 * Generated `api` utility.
 *
 * THIS CODE IS AUTOMATICALLY GENERATED.
 *
 * To regenerate, run `npx convex dev`.
 * @module
 */

import type * as admin from "../admin.js";
import type * as administration from "../administration.js";
import type * as auth from "../auth.js";
import type * as battles from "../battles.js";
import type * as budgets from "../budgets.js";
import type * as crons from "../crons.js";
import type * as fight from "../fight.js";
import type * as http from "../http.js";
import type * as invites from "../invites.js";
import type * as members from "../members.js";
import type * as model_access from "../model/access.js";
import type * as model_accountBans from "../model/accountBans.js";
import type * as model_adminActs from "../model/adminActs.js";
import type * as model_adminOverview from "../model/adminOverview.js";
import type * as model_adminValidators from "../model/adminValidators.js";
import type * as model_administration from "../model/administration.js";
import type * as model_append from "../model/append.js";
import type * as model_audit from "../model/audit.js";
import type * as model_ballots from "../model/ballots.js";
import type * as model_battlePlan from "../model/battlePlan.js";
import type * as model_battleValidators from "../model/battleValidators.js";
import type * as model_battles from "../model/battles.js";
import type * as model_budgets from "../model/budgets.js";
import type * as model_callIds from "../model/callIds.js";
import type * as model_claim from "../model/claim.js";
import type * as model_cleanText from "../model/cleanText.js";
import type * as model_commentary from "../model/commentary.js";
import type * as model_cutText from "../model/cutText.js";
import type * as model_deployment from "../model/deployment.js";
import type * as model_errors from "../model/errors.js";
import type * as model_fighters from "../model/fighters.js";
import type * as model_finalize from "../model/finalize.js";
import type * as model_helperModels from "../model/helperModels.js";
import type * as model_hiding from "../model/hiding.js";
import type * as model_hits from "../model/hits.js";
import type * as model_hostActs from "../model/hostActs.js";
import type * as model_identity from "../model/identity.js";
import type * as model_invites from "../model/invites.js";
import type * as model_jsonAnswer from "../model/jsonAnswer.js";
import type * as model_killSwitch from "../model/killSwitch.js";
import type * as model_leases from "../model/leases.js";
import type * as model_ledger from "../model/ledger.js";
import type * as model_ledgerCost from "../model/ledgerCost.js";
import type * as model_ledgerMoney from "../model/ledgerMoney.js";
import type * as model_ledgerRecompute from "../model/ledgerRecompute.js";
import type * as model_ledgerTables from "../model/ledgerTables.js";
import type * as model_ledgerValidators from "../model/ledgerValidators.js";
import type * as model_ledgerViews from "../model/ledgerViews.js";
import type * as model_limits from "../model/limits.js";
import type * as model_memberRows from "../model/memberRows.js";
import type * as model_members from "../model/members.js";
import type * as model_meter from "../model/meter.js";
import type * as model_modelLimits from "../model/modelLimits.js";
import type * as model_modelSync from "../model/modelSync.js";
import type * as model_modelValidators from "../model/modelValidators.js";
import type * as model_models from "../model/models.js";
import type * as model_moderator from "../model/moderator.js";
import type * as model_ownPersonas from "../model/ownPersonas.js";
import type * as model_people from "../model/people.js";
import type * as model_peopleTables from "../model/peopleTables.js";
import type * as model_peopleValidators from "../model/peopleValidators.js";
import type * as model_person from "../model/person.js";
import type * as model_personaDefaults from "../model/personaDefaults.js";
import type * as model_personas from "../model/personas.js";
import type * as model_plainText from "../model/plainText.js";
import type * as model_presence from "../model/presence.js";
import type * as model_prices from "../model/prices.js";
import type * as model_promptText from "../model/promptText.js";
import type * as model_prompts from "../model/prompts.js";
import type * as model_promptsChat from "../model/promptsChat.js";
import type * as model_promptsFight from "../model/promptsFight.js";
import type * as model_purge from "../model/purge.js";
import type * as model_rateLimits from "../model/rateLimits.js";
import type * as model_reap from "../model/reap.js";
import type * as model_referee from "../model/referee.js";
import type * as model_refereeAnswer from "../model/refereeAnswer.js";
import type * as model_refereePrompt from "../model/refereePrompt.js";
import type * as model_removeRoom from "../model/removeRoom.js";
import type * as model_reports from "../model/reports.js";
import type * as model_rollups from "../model/rollups.js";
import type * as model_roomRules from "../model/roomRules.js";
import type * as model_rooms from "../model/rooms.js";
import type * as model_runValidators from "../model/runValidators.js";
import type * as model_settings from "../model/settings.js";
import type * as model_sides from "../model/sides.js";
import type * as model_stages from "../model/stages.js";
import type * as model_startBattle from "../model/startBattle.js";
import type * as model_stateMachine from "../model/stateMachine.js";
import type * as model_surrogates from "../model/surrogates.js";
import type * as model_textBlocks from "../model/textBlocks.js";
import type * as model_textHash from "../model/textHash.js";
import type * as model_toolCalls from "../model/toolCalls.js";
import type * as model_topicList from "../model/topicList.js";
import type * as model_topics from "../model/topics.js";
import type * as model_turnStates from "../model/turnStates.js";
import type * as model_turns from "../model/turns.js";
import type * as model_validators from "../model/validators.js";
import type * as model_votes from "../model/votes.js";
import type * as models from "../models.js";
import type * as personas from "../personas.js";
import type * as presence from "../presence.js";
import type * as providers_availability from "../providers/availability.js";
import type * as providers_classify from "../providers/classify.js";
import type * as providers_completion from "../providers/completion.js";
import type * as providers_deadlines from "../providers/deadlines.js";
import type * as providers_modelListing from "../providers/modelListing.js";
import type * as providers_modelSource from "../providers/modelSource.js";
import type * as providers_openrouter from "../providers/openrouter.js";
import type * as providers_provider from "../providers/provider.js";
import type * as providers_records from "../providers/records.js";
import type * as providers_select from "../providers/select.js";
import type * as providers_sparring_audits from "../providers/sparring/audits.js";
import type * as providers_sparring_catalogue from "../providers/sparring/catalogue.js";
import type * as providers_sparring_chat from "../providers/sparring/chat.js";
import type * as providers_sparring_clock from "../providers/sparring/clock.js";
import type * as providers_sparring_commentator from "../providers/sparring/commentator.js";
import type * as providers_sparring_compose from "../providers/sparring/compose.js";
import type * as providers_sparring_converse from "../providers/sparring/converse.js";
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
import type * as providers_sparring_recapReader from "../providers/sparring/recapReader.js";
import type * as providers_sparring_schemaSample from "../providers/sparring/schemaSample.js";
import type * as providers_sparring_script from "../providers/sparring/script.js";
import type * as providers_sparring_sparring from "../providers/sparring/sparring.js";
import type * as providers_sparring_voices_conversation from "../providers/sparring/voices/conversation.js";
import type * as providers_sparring_voices_firebrand from "../providers/sparring/voices/firebrand.js";
import type * as providers_sparring_voices_jester from "../providers/sparring/voices/jester.js";
import type * as providers_sparring_voices_moderated from "../providers/sparring/voices/moderated.js";
import type * as providers_sparring_voices_professor from "../providers/sparring/voices/professor.js";
import type * as providers_sparring_voices_reasoner from "../providers/sparring/voices/reasoner.js";
import type * as providers_sparring_voices_researcher from "../providers/sparring/voices/researcher.js";
import type * as providers_sparring_voices_socrates from "../providers/sparring/voices/socrates.js";
import type * as providers_sparring_voices_voice from "../providers/sparring/voices/voice.js";
import type * as providers_sparring_wire from "../providers/sparring/wire.js";
import type * as providers_sparring_wording from "../providers/sparring/wording.js";
import type * as providers_surrogates from "../providers/surrogates.js";
import type * as providers_toolCalls from "../providers/toolCalls.js";
import type * as providers_transport from "../providers/transport.js";
import type * as referee from "../referee.js";
import type * as reports from "../reports.js";
import type * as rooms from "../rooms.js";
import type * as seed from "../seed.js";
import type * as streaming_batcher from "../streaming/batcher.js";
import type * as streaming_clock from "../streaming/clock.js";
import type * as streaming_conversation from "../streaming/conversation.js";
import type * as streaming_flight from "../streaming/flight.js";
import type * as streaming_flightWriter from "../streaming/flightWriter.js";
import type * as streaming_joint from "../streaming/joint.js";
import type * as streaming_judge from "../streaming/judge.js";
import type * as streaming_lane from "../streaming/lane.js";
import type * as streaming_laneWriter from "../streaming/laneWriter.js";
import type * as streaming_metered from "../streaming/metered.js";
import type * as streaming_persistently from "../streaming/persistently.js";
import type * as streaming_promptTokens from "../streaming/promptTokens.js";
import type * as streaming_retryPolicy from "../streaming/retryPolicy.js";
import type * as streaming_shownCall from "../streaming/shownCall.js";
import type * as streaming_suggest from "../streaming/suggest.js";
import type * as streaming_toolDesk from "../streaming/toolDesk.js";
import type * as streaming_usageSum from "../streaming/usageSum.js";
import type * as streaming_watch from "../streaming/watch.js";
import type * as tools_calculate from "../tools/calculate.js";
import type * as tools_searchTranscript from "../tools/searchTranscript.js";
import type * as tools_tool from "../tools/tool.js";
import type * as tools_toolbox from "../tools/toolbox.js";
import type * as topics from "../topics.js";
import type * as turns from "../turns.js";
import type * as usage from "../usage.js";
import type * as votes from "../votes.js";

import type {
  ApiFromModules,
  FilterApi,
  FunctionReference,
} from "convex/server";

declare const fullApi: ApiFromModules<{
  admin: typeof admin;
  administration: typeof administration;
  auth: typeof auth;
  battles: typeof battles;
  budgets: typeof budgets;
  crons: typeof crons;
  fight: typeof fight;
  http: typeof http;
  invites: typeof invites;
  members: typeof members;
  "model/access": typeof model_access;
  "model/accountBans": typeof model_accountBans;
  "model/adminActs": typeof model_adminActs;
  "model/adminOverview": typeof model_adminOverview;
  "model/adminValidators": typeof model_adminValidators;
  "model/administration": typeof model_administration;
  "model/append": typeof model_append;
  "model/audit": typeof model_audit;
  "model/ballots": typeof model_ballots;
  "model/battlePlan": typeof model_battlePlan;
  "model/battleValidators": typeof model_battleValidators;
  "model/battles": typeof model_battles;
  "model/budgets": typeof model_budgets;
  "model/callIds": typeof model_callIds;
  "model/claim": typeof model_claim;
  "model/cleanText": typeof model_cleanText;
  "model/commentary": typeof model_commentary;
  "model/cutText": typeof model_cutText;
  "model/deployment": typeof model_deployment;
  "model/errors": typeof model_errors;
  "model/fighters": typeof model_fighters;
  "model/finalize": typeof model_finalize;
  "model/helperModels": typeof model_helperModels;
  "model/hiding": typeof model_hiding;
  "model/hits": typeof model_hits;
  "model/hostActs": typeof model_hostActs;
  "model/identity": typeof model_identity;
  "model/invites": typeof model_invites;
  "model/jsonAnswer": typeof model_jsonAnswer;
  "model/killSwitch": typeof model_killSwitch;
  "model/leases": typeof model_leases;
  "model/ledger": typeof model_ledger;
  "model/ledgerCost": typeof model_ledgerCost;
  "model/ledgerMoney": typeof model_ledgerMoney;
  "model/ledgerRecompute": typeof model_ledgerRecompute;
  "model/ledgerTables": typeof model_ledgerTables;
  "model/ledgerValidators": typeof model_ledgerValidators;
  "model/ledgerViews": typeof model_ledgerViews;
  "model/limits": typeof model_limits;
  "model/memberRows": typeof model_memberRows;
  "model/members": typeof model_members;
  "model/meter": typeof model_meter;
  "model/modelLimits": typeof model_modelLimits;
  "model/modelSync": typeof model_modelSync;
  "model/modelValidators": typeof model_modelValidators;
  "model/models": typeof model_models;
  "model/moderator": typeof model_moderator;
  "model/ownPersonas": typeof model_ownPersonas;
  "model/people": typeof model_people;
  "model/peopleTables": typeof model_peopleTables;
  "model/peopleValidators": typeof model_peopleValidators;
  "model/person": typeof model_person;
  "model/personaDefaults": typeof model_personaDefaults;
  "model/personas": typeof model_personas;
  "model/plainText": typeof model_plainText;
  "model/presence": typeof model_presence;
  "model/prices": typeof model_prices;
  "model/promptText": typeof model_promptText;
  "model/prompts": typeof model_prompts;
  "model/promptsChat": typeof model_promptsChat;
  "model/promptsFight": typeof model_promptsFight;
  "model/purge": typeof model_purge;
  "model/rateLimits": typeof model_rateLimits;
  "model/reap": typeof model_reap;
  "model/referee": typeof model_referee;
  "model/refereeAnswer": typeof model_refereeAnswer;
  "model/refereePrompt": typeof model_refereePrompt;
  "model/removeRoom": typeof model_removeRoom;
  "model/reports": typeof model_reports;
  "model/rollups": typeof model_rollups;
  "model/roomRules": typeof model_roomRules;
  "model/rooms": typeof model_rooms;
  "model/runValidators": typeof model_runValidators;
  "model/settings": typeof model_settings;
  "model/sides": typeof model_sides;
  "model/stages": typeof model_stages;
  "model/startBattle": typeof model_startBattle;
  "model/stateMachine": typeof model_stateMachine;
  "model/surrogates": typeof model_surrogates;
  "model/textBlocks": typeof model_textBlocks;
  "model/textHash": typeof model_textHash;
  "model/toolCalls": typeof model_toolCalls;
  "model/topicList": typeof model_topicList;
  "model/topics": typeof model_topics;
  "model/turnStates": typeof model_turnStates;
  "model/turns": typeof model_turns;
  "model/validators": typeof model_validators;
  "model/votes": typeof model_votes;
  models: typeof models;
  personas: typeof personas;
  presence: typeof presence;
  "providers/availability": typeof providers_availability;
  "providers/classify": typeof providers_classify;
  "providers/completion": typeof providers_completion;
  "providers/deadlines": typeof providers_deadlines;
  "providers/modelListing": typeof providers_modelListing;
  "providers/modelSource": typeof providers_modelSource;
  "providers/openrouter": typeof providers_openrouter;
  "providers/provider": typeof providers_provider;
  "providers/records": typeof providers_records;
  "providers/select": typeof providers_select;
  "providers/sparring/audits": typeof providers_sparring_audits;
  "providers/sparring/catalogue": typeof providers_sparring_catalogue;
  "providers/sparring/chat": typeof providers_sparring_chat;
  "providers/sparring/clock": typeof providers_sparring_clock;
  "providers/sparring/commentator": typeof providers_sparring_commentator;
  "providers/sparring/compose": typeof providers_sparring_compose;
  "providers/sparring/converse": typeof providers_sparring_converse;
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
  "providers/sparring/recapReader": typeof providers_sparring_recapReader;
  "providers/sparring/schemaSample": typeof providers_sparring_schemaSample;
  "providers/sparring/script": typeof providers_sparring_script;
  "providers/sparring/sparring": typeof providers_sparring_sparring;
  "providers/sparring/voices/conversation": typeof providers_sparring_voices_conversation;
  "providers/sparring/voices/firebrand": typeof providers_sparring_voices_firebrand;
  "providers/sparring/voices/jester": typeof providers_sparring_voices_jester;
  "providers/sparring/voices/moderated": typeof providers_sparring_voices_moderated;
  "providers/sparring/voices/professor": typeof providers_sparring_voices_professor;
  "providers/sparring/voices/reasoner": typeof providers_sparring_voices_reasoner;
  "providers/sparring/voices/researcher": typeof providers_sparring_voices_researcher;
  "providers/sparring/voices/socrates": typeof providers_sparring_voices_socrates;
  "providers/sparring/voices/voice": typeof providers_sparring_voices_voice;
  "providers/sparring/wire": typeof providers_sparring_wire;
  "providers/sparring/wording": typeof providers_sparring_wording;
  "providers/surrogates": typeof providers_surrogates;
  "providers/toolCalls": typeof providers_toolCalls;
  "providers/transport": typeof providers_transport;
  referee: typeof referee;
  reports: typeof reports;
  rooms: typeof rooms;
  seed: typeof seed;
  "streaming/batcher": typeof streaming_batcher;
  "streaming/clock": typeof streaming_clock;
  "streaming/conversation": typeof streaming_conversation;
  "streaming/flight": typeof streaming_flight;
  "streaming/flightWriter": typeof streaming_flightWriter;
  "streaming/joint": typeof streaming_joint;
  "streaming/judge": typeof streaming_judge;
  "streaming/lane": typeof streaming_lane;
  "streaming/laneWriter": typeof streaming_laneWriter;
  "streaming/metered": typeof streaming_metered;
  "streaming/persistently": typeof streaming_persistently;
  "streaming/promptTokens": typeof streaming_promptTokens;
  "streaming/retryPolicy": typeof streaming_retryPolicy;
  "streaming/shownCall": typeof streaming_shownCall;
  "streaming/suggest": typeof streaming_suggest;
  "streaming/toolDesk": typeof streaming_toolDesk;
  "streaming/usageSum": typeof streaming_usageSum;
  "streaming/watch": typeof streaming_watch;
  "tools/calculate": typeof tools_calculate;
  "tools/searchTranscript": typeof tools_searchTranscript;
  "tools/tool": typeof tools_tool;
  "tools/toolbox": typeof tools_toolbox;
  topics: typeof topics;
  turns: typeof turns;
  usage: typeof usage;
  votes: typeof votes;
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

export declare const components: {
  rateLimiter: import("@convex-dev/rate-limiter/_generated/component.js").ComponentApi<"rateLimiter">;
  shardedCounter: import("@convex-dev/sharded-counter/_generated/component.js").ComponentApi<"shardedCounter">;
};

import { describe, expect, test } from "vitest";
import { parseClientMessage, ProtocolError } from "./protocol";

const parse = (message: unknown) => parseClientMessage(JSON.stringify(message));

describe("parseClientMessage", () => {
  test("accepts what the official client sends", () => {
    const connect = {
      type: "Connect",
      sessionId: "s",
      connectionCount: 0,
      lastCloseReason: "InitialConnect",
      clientTs: 5,
    };
    expect(parse(connect)).toMatchObject({ type: "Connect", sessionId: "s" });
    const add = { type: "Add", queryId: 0, udfPath: "notes:list", args: [{ n: { $integer: "AA==" } }] };
    const modify = {
      type: "ModifyQuerySet",
      baseVersion: 0,
      newVersion: 1,
      modifications: [add, { type: "Remove", queryId: 3 }],
    };
    expect(parse(modify)).toEqual(modify);
    expect(parse({ type: "Authenticate", tokenType: "None", baseVersion: 2 })).toMatchObject({ tokenType: "None" });
    expect(parse({ type: "Mutation", requestId: 1, udfPath: "notes:add", args: [{}] })).toMatchObject({ requestId: 1 });
    expect(parse({ type: "Event", eventType: "ClientConnect", event: [] })).toEqual({ type: "Event" });
  });

  test.each([
    ["not JSON", "{"],
    ["not an object", "[]"],
    ["an unknown type", '{"type":"Shutdown"}'],
    ["a negative version", '{"type":"ModifyQuerySet","baseVersion":-1,"newVersion":0,"modifications":[]}'],
    ["a fractional request id", '{"type":"Mutation","requestId":0.5,"udfPath":"a:b","args":[]}'],
    ["two argument objects", '{"type":"Mutation","requestId":1,"udfPath":"a:b","args":[{},{}]}'],
    ["a token that is no string", '{"type":"Authenticate","tokenType":"User","value":1,"baseVersion":0}'],
  ])("refuses %s", (_name, text) => {
    expect(() => parseClientMessage(text)).toThrow(ProtocolError);
  });
});

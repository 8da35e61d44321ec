import assert from "node:assert/strict";
import { loadProto } from "../../lib/tensorflow/proto.ts";

Deno.test("loadProto() writes a NodeDef as the protocol buffer format says", () => {
  const { NodeDef } = loadProto();
  const node = new NodeDef();
  node.setName("a");
  node.setOp("b");
  node.setInputList(["c"]);
  // Field number << 3 | 2 (bytes), length, text: name is field 1, op 2, input 3.
  const expected = [0x0a, 1, 0x61, 0x12, 1, 0x62, 0x1a, 1, 0x63];
  assert.deepEqual([...node.serializeBinary()], expected);
});

import { loadProto, type ProtoMessage as Message } from "../tensorflow/proto.ts";
import type { NativeAccess, OpAttribute as Attribute } from "../tensorflow/native_backend.ts";
import type { GraphNode } from "./graph.ts";

/** The GraphDef version that nodes are written for; every libtensorflow from 2.9 on accepts it. */
const PRODUCER = 1087;

/** A graph as the bytes of saved_model.pb. Nodes are fetched by name, so it has no signatures. */
export function serializeSavedModel(
  nodes: readonly GraphNode[],
  native: NativeAccess,
): Uint8Array {
  const proto = loadProto(), graph = new proto.GraphDef();
  for (const node of nodes) graph.addNode(toNodeDef(node, native, proto));
  const versions = new proto.VersionDef();
  versions.setProducer(PRODUCER);
  graph.setVersions(versions);
  const information = new proto.MetaGraphDef.MetaInfoDef(), meta = new proto.MetaGraphDef();
  information.addTags("serve");
  meta.setMetaInfoDef(information);
  meta.setGraphDef(graph);
  const model = new proto.SavedModel();
  model.setSavedModelSchemaVersion(1);
  model.addMetaGraphs(meta);
  return model.serializeBinary();
}

function toNodeDef(node: GraphNode, native: NativeAccess, proto: Message): Message {
  const definition = new proto.NodeDef();
  definition.setName(node.name);
  definition.setOp(node.operation);
  const controls = [...new Set(node.controls)].map((control) => `^${control}`);
  definition.setInputList([...node.inputs, ...controls]);
  const attributes = definition.getAttrMap();
  for (const attribute of node.attributes) {
    attributes.set(attribute.name, toAttrValue(attribute, node, native, proto));
  }
  if (node.constant) {
    const tensor = new proto.Tensor(), value = new proto.AttrValue();
    tensor.setDtype(node.constant.dtype);
    tensor.setTensorShape(toShape(node.constant.shape, proto));
    const same = sameFloat(node.constant, native);
    if (same === undefined) tensor.setTensorContent(node.constant.bytes);
    else tensor.setFloatValList([same]);
    value.setTensor(tensor);
    attributes.set("value", value);
  }
  return definition;
}

/**
 * The number that all of a constant's are; undefined otherwise. TensorFlow repeats a single one: the ones and zeros of
 * gradients are then not copied with the graph, which it does dozens of times while it optimizes a fetch.
 */
function sameFloat(
  { dtype, bytes }: NonNullable<GraphNode["constant"]>,
  { binding }: NativeAccess,
): number | undefined {
  if (dtype !== binding.TF_FLOAT) return undefined;
  const values = new Float32Array(bytes.buffer as ArrayBuffer), [first] = values;
  return values.every((value) => Object.is(value, first)) ? first : undefined;
}

function toAttrValue(
  { name, type, value }: Attribute,
  node: GraphNode,
  { binding }: NativeAccess,
  proto: Message,
): Message {
  const result = new proto.AttrValue(),
    list = new proto.AttrValue.ListValue(),
    many = Array.isArray(value);
  switch (type) {
    case binding.TF_ATTR_TYPE:
      if (many) result.setList((list.setTypeList(value), list));
      else result.setType(value);
      return result;
    case binding.TF_ATTR_INT:
      if (many) result.setList((list.setIList(value), list));
      else result.setI(value);
      return result;
    case binding.TF_ATTR_FLOAT:
      if (many) result.setList((list.setFList(value), list));
      else result.setF(value);
      return result;
    case binding.TF_ATTR_BOOL:
      result.setB(Boolean(value));
      return result;
    case binding.TF_ATTR_STRING:
      result.setS(new TextEncoder().encode(String(value)));
      return result;
    case binding.TF_ATTR_SHAPE:
      result.setShape(toShape(value as number[], proto));
      return result;
    default:
      throw new TypeError(
        `the operation ${node.operation} has an attribute "${name}" of kind ${type}, for which there is no rule`,
      );
  }
}

function toShape(shape: readonly number[], proto: Message): Message {
  const message = new proto.TensorShape();
  message.setDimList(shape.map((size) => {
    const dimension = new proto.TensorShape.Dim();
    dimension.setSize(size);
    return dimension;
  }));
  return message;
}

import { evaluate, type HostTensor, type Variable } from "@antler/core";
import type { TrainableModel } from "../../training/model.js";

/** Metadata files (labels of rows) of embeddings: one for all, or by layer. */
export type EmbeddingsMetadata = string | Readonly<Record<string, string>>;

interface EmbeddingLayer {
  readonly name: string;
  readonly className: string;
  readonly weights: readonly Variable[];
}

/** Writes the embeddings of a model where the projector finds them. */
export async function writeEmbeddings(
  model: TrainableModel,
  folder: string,
  metadata: EmbeddingsMetadata | null,
): Promise<void> {
  const [fs, path] = await Promise.all([import("node:fs/promises"), import("node:path")]);
  const layers = ((model as { layers?: readonly EmbeddingLayer[] }).layers ?? []).filter(
    ({ className }) => className === "Embedding",
  );
  await fs.mkdir(folder, { recursive: true });
  const entries: string[] = [];
  for (const { name, weights } of layers) {
    const [value] = await evaluate(weights.slice(0, 1));
    if (value === undefined) continue;
    const file = `${name}.tsv`;
    await fs.writeFile(path.join(folder, file), tabSeparated(value));
    const labels = typeof metadata === "string" ? metadata : metadata?.[name];
    const lines = [
      `  tensor_name: ${JSON.stringify(name)}`,
      `  tensor_path: ${JSON.stringify(file)}`,
    ];
    if (labels !== undefined) lines.push(`  metadata_path: ${JSON.stringify(labels)}`);
    entries.push(`embeddings {\n${lines.join("\n")}\n}\n`);
  }
  await fs.writeFile(path.join(folder, "projector_config.pbtxt"), entries.join(""));
}

function tabSeparated({ data, shape }: HostTensor): string {
  const [rows = 0, columns = 1] = shape;
  return Array.from({ length: rows }, (_, i) =>
    data.subarray(i * columns, (i + 1) * columns).join("\t"),
  ).join("\n");
}

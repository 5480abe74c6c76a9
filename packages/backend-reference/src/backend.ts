import {
  type Backend,
  BackendError,
  type BackendFactory,
  type BackendOptions,
  type Executable,
  type OpName,
  type Program,
  type Tensor,
} from "@antler/core";
import { ReferenceExecutable } from "./executable.js";
import { lowerings } from "./lowerings.js";

class ReferenceBackend implements Backend {
  readonly name = "reference";
  readonly device = "cpu";
  readonly details = {};

  supports(node: Tensor): boolean {
    return lowerings[node.op as OpName] !== "decompose";
  }

  async compile(program: Program): Promise<Executable> {
    return new ReferenceExecutable(program, this);
  }

  async close(): Promise<void> {}
}

/**
 * The reference backend: every op in plain TypeScript, accumulated in float64. It is the oracle
 * that the other backends are compared with, and runs wherever JavaScript does.
 */
export const backend: BackendFactory = {
  name: "reference",
  devices: ["cpu"],
  async open({ device = "auto" }: BackendOptions): Promise<Backend> {
    if (device !== "auto" && device !== "cpu") {
      throw new BackendError(
        `reference: device "${device}" does not exist. Expected "cpu", received "${device}".`,
      );
    }
    return new ReferenceBackend();
  },
  async probe() {
    return [{ device: "cpu", works: true, detail: "plain TypeScript" }];
  },
};

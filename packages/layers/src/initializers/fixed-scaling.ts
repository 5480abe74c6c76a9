import { type FanOptions, FixedScaling } from "./variance-scaling.js";

/** See {@link glorotUniform}. */
export class GlorotUniform extends FixedScaling {
  static override readonly className = "GlorotUniform";

  constructor(options: FanOptions = {}) {
    super({ ...options, scale: 1, mode: "fan_avg", distribution: "uniform" });
  }
}

/** Glorot & Bengio (2010), uniform: the default of kernels. */
export function glorotUniform(options?: FanOptions): GlorotUniform {
  return new GlorotUniform(options);
}

/** See {@link glorotNormal}. */
export class GlorotNormal extends FixedScaling {
  static override readonly className = "GlorotNormal";

  constructor(options: FanOptions = {}) {
    super({ ...options, scale: 1, mode: "fan_avg", distribution: "truncated_normal" });
  }
}

/** Glorot & Bengio (2010), truncated normal. */
export function glorotNormal(options?: FanOptions): GlorotNormal {
  return new GlorotNormal(options);
}

/** See {@link heUniform}. */
export class HeUniform extends FixedScaling {
  static override readonly className = "HeUniform";

  constructor(options: FanOptions = {}) {
    super({ ...options, scale: 2, mode: "fan_in", distribution: "uniform" });
  }
}

/** He et al. (2015), uniform. */
export function heUniform(options?: FanOptions): HeUniform {
  return new HeUniform(options);
}

/** See {@link heNormal}. */
export class HeNormal extends FixedScaling {
  static override readonly className = "HeNormal";

  constructor(options: FanOptions = {}) {
    super({ ...options, scale: 2, mode: "fan_in", distribution: "truncated_normal" });
  }
}

/** He et al. (2015), truncated normal. */
export function heNormal(options?: FanOptions): HeNormal {
  return new HeNormal(options);
}

/** See {@link lecunUniform}. */
export class LecunUniform extends FixedScaling {
  static override readonly className = "LecunUniform";

  constructor(options: FanOptions = {}) {
    super({ ...options, scale: 1, mode: "fan_in", distribution: "uniform" });
  }
}

/** LeCun et al. (1998), uniform. */
export function lecunUniform(options?: FanOptions): LecunUniform {
  return new LecunUniform(options);
}

/** See {@link lecunNormal}. */
export class LecunNormal extends FixedScaling {
  static override readonly className = "LecunNormal";

  constructor(options: FanOptions = {}) {
    super({ ...options, scale: 1, mode: "fan_in", distribution: "truncated_normal" });
  }
}

/** LeCun et al. (1998), truncated normal. */
export function lecunNormal(options?: FanOptions): LecunNormal {
  return new LecunNormal(options);
}

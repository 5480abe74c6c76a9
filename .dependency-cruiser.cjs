/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    {
      name: "no-circular",
      comment: "types may refer to each other; code that runs may not",
      severity: "error",
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ["type-only"] } },
    },
    {
      name: "core-stands-alone",
      comment: "core may import nothing but itself: no package, no Node built-in",
      severity: "error",
      from: { path: "^packages/core/" },
      to: { pathNot: "^packages/core/" },
    },
    {
      name: "backends-and-layers-know-only-core",
      comment: "only antler may bring the packages together",
      severity: "error",
      from: { path: "^packages/(backend-[^/]+|layers)/" },
      to: { path: "^packages/", pathNot: ["^packages/core/", "^packages/$1/"] },
    },
    {
      name: "packages-stay-inside-packages",
      comment: "what is published may not reach into tests, examples or benchmarks",
      severity: "error",
      from: { path: "^packages/" },
      to: { path: "^(test|examples|benchmarks|scripts)/" },
    },
    {
      name: "no-undeclared",
      severity: "error",
      from: { path: "^packages/" },
      to: { dependencyTypes: ["npm-no-pkg", "npm-unknown", "npm-dev", "unknown"] },
    },
    { name: "no-unresolvable", severity: "error", from: {}, to: { couldNotResolve: true } },
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    exclude: { path: "(^|/)(dist|\\.build)/" },
    tsPreCompilationDeps: true,
    combinedDependencies: false,
    tsConfig: { fileName: "tsconfig.base.json" },
    enhancedResolveOptions: {
      exportsFields: ["exports"],
      conditionNames: ["@antler/source", "import", "node", "default", "types"],
    },
  },
};

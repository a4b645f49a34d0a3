const conditions = ['@quietport/source'];

/** Tests run on the source itself, through the private export condition (docs/decisions/0003-source-and-build.md). */
export const fromSource = {
  resolve: { conditions },
  ssr: { resolve: { conditions, externalConditions: conditions } },
};

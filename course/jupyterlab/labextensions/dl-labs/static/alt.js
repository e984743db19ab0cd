// JupyterLab draws a figure without the words in its metadata: here they become the alternative text of the image.
// An extension without a build: JupyterLab calls `init` with the modules that it shares, then asks for the plugin.
(() => {
  const NAME = "@jupyterlab/rendermime";
  let shared;

  const shownWithWords = (factory) => ({
    ...factory,
    createRenderer: (options) => {
      const renderer = factory.createRenderer(options);
      const render = renderer.renderModel.bind(renderer);
      renderer.renderModel = async (model) => {
        await render(model);
        const words = model.metadata[options.mimeType]?.alt;
        const image = renderer.node.querySelector("img");
        if (image && typeof words === "string") image.alt = words;
      };
      return renderer;
    },
  });

  const plugin = async () => {
    const { IRenderMimeRegistry, imageRendererFactory } = (await Object.values(shared[NAME])[0].get())();
    return {
      id: "dl-labs:alt",
      autoStart: true,
      requires: [IRenderMimeRegistry],
      activate: (app, registry) => registry.addFactory(shownWithWords(imageRendererFactory), 0),
    };
  };

  window._JUPYTERLAB = window._JUPYTERLAB || {};
  window._JUPYTERLAB["dl-labs"] = {
    init: (modules) => { shared = modules; },
    get: async () => {
      const made = await plugin();
      return () => ({ __esModule: true, default: made });
    },
  };
})();

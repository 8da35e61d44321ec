"""Opens an embedding with anndata and scanpy, and says what is in it as JSON. Takes the file, and one with the splits."""
import json, sys, warnings

warnings.simplefilter("ignore")
import anndata, numpy as np, scanpy as sc
from sklearn.metrics import balanced_accuracy_score
from sklearn.neighbors import KNeighborsClassifier

data = anndata.read_h5ad(sys.argv[1])
splits = json.load(open(sys.argv[2]))
(train, train_types), (test, test_types) = splits["train"], splits["test"]
fit = KNeighborsClassifier(5).fit(data[train].obsm["X_vae"].astype(float), train_types)
predicted = fit.predict(data[test].obsm["X_vae"].astype(float))
sc.pp.neighbors(data, use_rep="X_vae", n_neighbors=10)
layers = {name: [list(map(float, row)) for row in data.layers[name][:2]] for name in data.layers}
print(json.dumps({
    "samples": list(data.obs_names), "genes": list(data.var_names),
    "errors": [float(error) for error in data.obs["error"]],
    "unlike": list(data.obs_names[data.obs["unlike_training"] == "yes"]),
    "found": int((data.var["found"] == "yes").sum()),
    "latent": [list(map(float, row)) for row in data.obsm["X_vae"][:2]],
    "shapes": {name: list(values.shape) for name, values in data.obsm.items()},
    "layers": layers,
    "uns": {key: value.item() if hasattr(value, "item") else value for key, value in data.uns["vae"].items()},
    "knn": balanced_accuracy_score(test_types, predicted),
}))

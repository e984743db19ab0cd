"""MNIST and Fashion-MNIST."""
import gzip, os
from pathlib import Path
import numpy as np
FASHION_NAMES = ("T-shirt/top","Trouser","Pullover","Dress","Coat","Sandal","Shirt","Sneaker","Bag","Ankle boot")
def source(dataset): return "real"
def _load(d):
    f=Path(os.environ["DL_LABS_DATA"])/d
    r=lambda n,o:np.frombuffer(gzip.decompress((f/n).read_bytes()),np.uint8,offset=o).copy()
    return ((r("train-images-idx3-ubyte.gz",16).reshape(-1,28,28),r("train-labels-idx1-ubyte.gz",8)),(r("t10k-images-idx3-ubyte.gz",16).reshape(-1,28,28),r("t10k-labels-idx1-ubyte.gz",8)))
def load_mnist(): return _load("mnist")
def load_fashion_mnist(): return _load("fashion-mnist")

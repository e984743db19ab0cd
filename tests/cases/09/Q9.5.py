# %% right · with f1_score, rounded
from sklearn.metrics import f1_score

q9_5 = round(
    float(
        f1_score(
            phases["lower"][1][:late_labels],
            replies["lower"][:late_labels].argmax(axis=1),
            average="macro",
        )
    ),
    3,
)

# %% wrong · the accuracy → the accuracy
q9_5 = np.mean(phases["lower"][1][:late_labels] == replies["lower"][:late_labels].argmax(axis=1))

# %% wrong · the mean recall → the mean recall
from sklearn.metrics import recall_score

q9_5 = recall_score(
    phases["lower"][1][:late_labels], replies["lower"][:late_labels].argmax(axis=1), average="macro"
)

# %% wrong · of another phase → Not yet
from sklearn.metrics import f1_score

q9_5 = f1_score(
    phases["darker"][1][:late_labels],
    replies["darker"][:late_labels].argmax(axis=1),
    average="macro",
)

# %% wrong · in percent → between 0 and 1
q9_5 = 77.5
